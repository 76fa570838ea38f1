package org.maskgit.tools;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.maskgit.tools.bench.BenchRunCommand;
import org.maskgit.tools.bench.BenchTableCommand;
import org.maskgit.tools.bench.BenchWorkerCommand;
import org.maskgit.tools.cli.CommandTable;
import org.maskgit.tools.cli.Dispatcher;
import org.maskgit.tools.cli.ExitCode;
import org.maskgit.tools.cli.Interruption;
import org.maskgit.tools.cli.Version;
import org.maskgit.tools.command.ConvertCommand;
import org.maskgit.tools.command.DecodeCommand;
import org.maskgit.tools.command.DoctorCommand;
import org.maskgit.tools.command.DownloadCommand;
import org.maskgit.tools.command.EditCommand;
import org.maskgit.tools.command.EncodeCommand;
import org.maskgit.tools.command.ExportCommand;
import org.maskgit.tools.command.GenerateCommand;
import org.maskgit.tools.command.GridCommand;
import org.maskgit.tools.command.InfoCommand;
import org.maskgit.tools.command.InpaintCommand;
import org.maskgit.tools.command.InspectCommand;
import org.maskgit.tools.command.InterpolateCommand;
import org.maskgit.tools.command.OutpaintCommand;
import org.maskgit.tools.command.PanoramaCommand;
import org.maskgit.tools.command.ReconstructCommand;
import org.maskgit.tools.command.ReplayCommand;
import org.maskgit.tools.command.VariationsCommand;
import org.maskgit.tools.command.WorkerCommand;
import org.maskgit.tools.download.OfficialCheck;
import org.maskgit.tools.emoji.EmojiFolderCommand;
import org.maskgit.tools.evaluate.CasCommand;
import org.maskgit.tools.evaluate.EvaluateCommand;
import org.maskgit.tools.evaluate.EvaluateTokenizerCommand;
import org.maskgit.tools.evaluate.EvaluateTransformerCommand;
import org.maskgit.tools.evaluate.NeighboursCommand;
import org.maskgit.tools.reproduce.ReproduceCommand;
import org.maskgit.tools.sample.MergeCommand;
import org.maskgit.tools.sample.SampleCommand;
import org.maskgit.tools.train.TokenizeCommand;
import org.maskgit.tools.train.TrainExportCommand;
import org.maskgit.tools.train.TrainTokenizerCommand;
import org.maskgit.tools.train.TrainTransformerCommand;

/** {@code maskgit}: the only class that ends the process. */
public final class Main {
  private Main() {}

  /**
   * Runs one command line and exits with its code.
   *
   * @param args the command line
   */
  public static void main(String[] args) {
    System.setProperty("java.awt.headless", "true");
    // What the libraries log, in one line like all else on stderr.
    System.setProperty("java.util.logging.SimpleFormatter.format", "%4$s: %5$s%6$s%n");
    // UTF-8 whatever the locale says: a plain container has none, and its terminal is UTF-8 too.
    PrintStream out = utf8(FileDescriptor.out);
    PrintStream err = utf8(FileDescriptor.err);
    int code =
        Interruption.guard(
            interruption -> run(List.of(args), System.getenv(), out, err, interruption).number(),
            err);
    System.exit(code);
  }

  private static PrintStream utf8(FileDescriptor descriptor) {
    return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
  }

  /**
   * Runs one command line in this process.
   *
   * @param words the command line
   * @param environment the environment variables
   * @param out for results
   * @param err for everything else
   * @param interruption asks the run to stop
   * @return the exit code
   */
  static ExitCode run(
      List<String> words,
      Map<String, String> environment,
      PrintStream out,
      PrintStream err,
      Interruption interruption) {
    // The launcher knows whether stderr is a terminal; Java 17 can't tell.
    boolean terminal = Boolean.getBoolean("maskgit.terminal");
    return new Dispatcher(
            commands(),
            "maskgit " + Version.text(),
            ImmutableMap.copyOf(environment),
            out,
            err,
            terminal)
        .run(words, interruption);
  }

  private static CommandTable commands() {
    return CommandTable.of(
        ImmutableList.of(
            new GenerateCommand(),
            new SampleCommand(),
            new MergeCommand(),
            new EditCommand(),
            new InpaintCommand(),
            new OutpaintCommand(),
            new PanoramaCommand(),
            new VariationsCommand(),
            new InterpolateCommand(),
            new GridCommand(),
            new ReconstructCommand(),
            new EncodeCommand(),
            new DecodeCommand(),
            new InspectCommand(),
            new ConvertCommand(),
            new ExportCommand(),
            new InfoCommand(),
            new ReplayCommand(),
            new TrainTokenizerCommand(),
            new TokenizeCommand(),
            new TrainTransformerCommand(),
            new TrainExportCommand(),
            new EvaluateCommand(),
            new EvaluateTokenizerCommand(),
            new EvaluateTransformerCommand(),
            new NeighboursCommand(),
            new CasCommand(),
            new ReproduceCommand(),
            new EmojiFolderCommand(),
            new WorkerCommand(),
            new BenchRunCommand(),
            new BenchTableCommand(),
            new BenchWorkerCommand(),
            new DownloadCommand(OfficialCheck.ofTensors()),
            new DoctorCommand()));
  }
}
