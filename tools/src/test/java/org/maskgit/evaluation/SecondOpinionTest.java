package org.maskgit.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;
import org.junit.jupiter.api.Test;

/** The Fréchet distance once more, by another library and another formula. */
class SecondOpinionTest {

  @Test
  void theEigenvaluesOfTheProductGiveTheSameTrace() {
    GaussianMoments a = FeatureStatistics.of(KnownArrays.matrix(300, 40, 0.7, 0.01, 0)).moments();
    GaussianMoments b = FeatureStatistics.of(KnownArrays.matrix(200, 40, 0.9, 0.02, 0.1)).moments();
    DMatrixRMaj product = new DMatrixRMaj(40, 40);
    CommonOps_DDRM.mult(square(a), square(b), product);
    EigenDecomposition_F64<DMatrixRMaj> eigen =
        DecompositionFactory_DDRM.eig(40, /* computeVectors= */ false, /* isSymmetric= */ false);
    assertThat(eigen.decompose(product)).isTrue();
    double expected = a.trace() + b.trace();
    for (int i = 0; i < 40; i++) {
      expected += Math.pow(a.mean()[i] - b.mean()[i], 2);
      expected -= 2 * Math.sqrt(Math.max(0, eigen.getEigenvalue(i).getReal()));
    }
    assertThat(FrechetDistance.between(a, b)).isCloseTo(expected, within(1e-9));
  }

  private static DMatrixRMaj square(GaussianMoments moments) {
    return DMatrixRMaj.wrap(moments.dimension(), moments.dimension(), moments.covariance());
  }
}
