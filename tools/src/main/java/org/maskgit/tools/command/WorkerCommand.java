package org.maskgit.tools.command;

import com.google.common.collect.Range;
import com.google.gson.JsonObject;
import java.lang.ref.Reference;
import java.util.List;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;
import org.maskgit.graph.Device;
import org.maskgit.graph.DeviceException;
import org.maskgit.tools.cli.Arguments;
import org.maskgit.tools.cli.Command;
import org.maskgit.tools.cli.Context;
import org.maskgit.tools.cli.Numbers;
import org.maskgit.tools.cli.StandardOptions;
import org.maskgit.tools.option.ExecutionOptions;
import org.tensorflow.Server;
import org.tensorflow.exceptions.TFInvalidArgumentException;
import org.tensorflow.exceptions.TensorFlowException;
import org.tensorflow.proto.ClusterDef;
import org.tensorflow.proto.JobDef;
import org.tensorflow.proto.ServerDef;

/** {@code maskgit worker}. */
public final class WorkerCommand implements Command {
  private static final String JOB = "worker";
  private static final int LAST_PORT = 65535;
  private static final long MILLIS = 200;
  private static final Option PORT =
      StandardOptions.valued("port", "PORT", "where to listen, on all of this machine's addresses");

  @Override
  public String name() {
    return "worker";
  }

  @Override
  public String summary() {
    return "compute for others: a TensorFlow server for --target";
  }

  @Override
  public Options options() {
    return new Options().addOption(PORT).addOptions(ExecutionOptions.declareLocal());
  }

  @Override
  public String example() {
    return "worker --port 7077 --device gpu";
  }

  @Override
  public void run(Arguments arguments, Context context) {
    int port =
        arguments.requiredParsed(
            PORT,
            Numbers.within(
                Integer::parseInt,
                Range.closed(1, LAST_PORT),
                "a port from 1 to %d".formatted(LAST_PORT)));
    Device device = ExecutionOptions.localDevice(arguments);
    device.requireLocal();
    Server server = start(port, device);
    JsonObject json = new JsonObject();
    json.addProperty("port", port);
    json.addProperty("device", device.toString());
    context
        .console()
        .results(
            json, List.of("Computes on %s for --target grpc://HOST:%d".formatted(device, port)));
    context
        .console()
        .note(
            "Warning: whoever reaches this port may run anything here, and all that is sent can be"
                + " read on the way: there is no authentication and no encryption. Keep it inside a"
                + " private network.");
    try {
      await(context);
    } finally {
      // TensorFlow's servers can't be closed: this one ends with the process.
      Reference.reachabilityFence(server);
    }
  }

  private static Server start(int port, Device device) {
    ClusterDef cluster =
        ClusterDef.newBuilder()
            .addJob(JobDef.newBuilder().setName(JOB).putTasks(0, "localhost:" + port))
            .build();
    try {
      Server server =
          new Server(
              ServerDef.newBuilder()
                  .setCluster(cluster)
                  .setJobName(JOB)
                  .setTaskIndex(0)
                  .setProtocol("grpc")
                  .setDefaultSessionConfig(device.settings())
                  .build());
      server.start();
      return server;
    } catch (TensorFlowException | TFInvalidArgumentException e) {
      throw new DeviceException(
          "Can't listen on port %d (%s); is something else listening there?"
              .formatted(port, e.getMessage().strip()),
          e);
    }
  }

  private static void await(Context context) {
    while (true) {
      context.interruption().check();
      try {
        Thread.sleep(MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }
}
