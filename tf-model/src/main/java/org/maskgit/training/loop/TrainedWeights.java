package org.maskgit.training.loop;

import java.util.List;
import java.util.Map;
import org.maskgit.checkpoint.Checkpoint;
import org.maskgit.checkpoint.CheckpointTensor;
import org.maskgit.checkpoint.DType;
import org.maskgit.io.DataException;
import org.maskgit.training.MovingAverage;

/** What a training is for: the network's weights, out of a checkpoint of its whole state. */
public enum TrainedWeights {
  /** The moving average of the parameters. */
  AVERAGE,

  /** The parameters as they are. */
  CURRENT;

  private static final String PREFIX = MovingAverage.MODULE + "/";

  /**
   * Takes the weights out of a state.
   *
   * @param state a checkpoint of a training
   * @param dtype what they are rounded to: float32, float16 or bfloat16
   * @param metadata what to say of them in a safetensors file
   * @return a network's checkpoint, which reads from the state's file
   * @throws DataException if the checkpoint is none of a training
   */
  public Checkpoint of(Checkpoint state, DType dtype, Map<String, String> metadata) {
    List<CheckpointTensor> weights =
        state.tensors().keySet().stream()
            .filter(name -> name.startsWith(PREFIX))
            .map(name -> weight(state, name.substring(PREFIX.length())).as(dtype))
            .toList();
    if (weights.isEmpty()) {
      throw new DataException(
          "%s: expected a checkpoint of a training run, found none of its averages; name the run's folder."
              .formatted(state.name()));
    }
    return Checkpoint.of(state.name(), weights).withMetadata(metadata);
  }

  private CheckpointTensor weight(Checkpoint state, String name) {
    return this == CURRENT ? state.tensor(name) : state.tensor(PREFIX + name).named(name);
  }
}
