package org.maskgit.tools.command;

import com.google.common.collect.ImmutableList;
import com.google.gson.JsonObject;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.commons.cli.Options;
import org.maskgit.graph.Device;
import org.maskgit.graph.DeviceException;
import org.maskgit.graph.Devices;
import org.maskgit.graph.Execution;
import org.maskgit.graph.KernelChoice;
import org.maskgit.graph.Precision;
import org.maskgit.io.EnumNames;
import org.maskgit.tools.cli.Arguments;
import org.maskgit.tools.cli.Command;
import org.maskgit.tools.cli.Context;
import org.maskgit.tools.cli.Version;
import org.maskgit.tools.device.Machine;
import org.maskgit.tools.device.TensorFlowLibrary;
import org.maskgit.tools.model.ModelFolders;

/** {@code maskgit doctor}. */
public final class DoctorCommand implements Command {

  @Override
  public String name() {
    return "doctor";
  }

  @Override
  public String summary() {
    return "say what this machine has: versions, processor, memory, devices, models";
  }

  @Override
  public Options options() {
    return new Options();
  }

  @Override
  public String example() {
    return "doctor";
  }

  @Override
  public void run(Arguments arguments, Context context) {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("maskgit", Version.text());
    facts.put("java", Machine.java());
    facts.put("platform", Machine.platform());
    facts.put("processor", Machine.processor());
    facts.put("memory", Machine.memory());
    facts.put("models", ModelFolders.of(context.environment()).describe());
    facts.put("native_cache", TensorFlowLibrary.cache());
    try {
      facts.put("tensorflow", TensorFlowLibrary.version());
      facts.put("devices", String.join(", ", Devices.all()));
      facts.put("gpu", Devices.gpuSupport());
      KernelChoice kernels = KernelChoice.ofThisMachine();
      facts.put("kernels", "%s: %s".formatted(EnumNames.of(kernels.kernels()), kernels.reason()));
      facts.put("bfloat16", Execution.of(Device.CPU, Precision.BFLOAT16).obstacle().orElse("yes"));
    } catch (DeviceException e) {
      facts.put("tensorflow", e.getMessage());
      print(facts, context);
      throw e;
    }
    print(facts, context);
  }

  private static void print(Map<String, String> facts, Context context) {
    JsonObject json = new JsonObject();
    facts.forEach(json::addProperty);
    context
        .console()
        .results(
            json,
            facts.entrySet().stream()
                .map(fact -> "%-13s %s".formatted(fact.getKey().replace('_', ' '), fact.getValue()))
                .collect(ImmutableList.toImmutableList()));
  }
}
