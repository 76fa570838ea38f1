package org.maskgit.tools.download;

import java.nio.file.Path;
import org.maskgit.checkpoint.Checkpoint;
import org.maskgit.checkpoint.OfficialFingerprints;
import org.maskgit.io.DataException;
import org.maskgit.tools.model.OfficialModel;

/** Looks whether a file is the official one. */
@FunctionalInterface
public interface OfficialCheck {

  /**
   * Insists on the official file.
   *
   * @param path the file
   * @param expected which one it should be
   * @throws DataException if it is another one
   */
  void require(Path path, OfficialModel.File expected);

  /**
   * Looks at the tensors: their names and shapes, and the ranges that were published.
   *
   * @return the check
   */
  static OfficialCheck ofTensors() {
    return (path, expected) -> {
      Checkpoint checkpoint = Checkpoint.open(path);
      OfficialFingerprints found =
          OfficialFingerprints.of(checkpoint)
              .filter(fingerprints -> fingerprints.model().equals(expected.fingerprint()))
              .orElseThrow(
                  () ->
                      new DataException(
                          "%s came from another model: expected the %s, found %d tensors of %,d numbers."
                              .formatted(
                                  expected.name(),
                                  expected.fingerprint(),
                                  checkpoint.tensors().size(),
                                  checkpoint.parameterCount())));
      if (!found.hold()) {
        throw new DataException(
            "%s is not the official one: its numbers lie in other ranges than published; try"
                    .formatted(expected.name())
                + " another place with --from.");
      }
    };
  }
}
