package org.maskgit.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.common.hash.Hashing;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The scripts {@code tools/maskgit} and {@code mvnw} in a house of cardboard. */
final class LauncherTest {
  private static final Path ROOT =
      Path.of(System.getProperty("maskgit.testdata", "../testdata")).toAbsolutePath().getParent();

  @TempDir private Path folder;
  private Path root;

  private record End(int code, String out, String err) {}

  @BeforeEach
  void buildAHouse() throws IOException {
    assumeTrue(File.separatorChar == '/', "scripts of POSIX");
    root = Files.createDirectories(folder.toRealPath().resolve("the house"));
    Files.createDirectories(root.resolve("tools/target"));
    Files.createDirectories(root.resolve("tools/src/main"));
    for (String name : List.of("pom.xml", "tools/pom.xml", "tools/src/main/A.java", "a.jar")) {
      Files.writeString(root.resolve(name), "");
    }
    Files.copy(ROOT.resolve("tools/maskgit"), root.resolve("tools/maskgit"));
    script(
        "mvnw",
        "echo \"built $*\" >>log; echo noise; : >tools/target/maskgit.jar; echo '%s/a.jar' >tools/target/classpath"
            .formatted(root));
    script(
        "jdk/bin/java",
        """
        if [ "$1" = -version ]; then echo 'openjdk version "17.0.1" 2021' >&2; exit; fi
        printf '%s\\n' "$PWD" "$TF_CPP_MIN_LOG_LEVEL" "$@\"""");
  }

  private void script(String name, String body) throws IOException {
    Path script = root.resolve(name);
    Files.createDirectories(script.getParent());
    Files.writeString(script, "#!/bin/sh\n" + body + "\n");
    assertThat(script.toFile().setExecutable(true)).isTrue();
  }

  private End run(Path program, Map<String, String> environment, String... args)
      throws IOException {
    List<String> command = new ArrayList<>(List.of(program.toString()));
    command.addAll(List.of(args));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectOutput(folder.resolve("out").toFile())
            .redirectError(folder.resolve("err").toFile());
    builder.environment().remove("MASKGIT_JAVA_OPTS");
    builder.environment().remove("TF_CPP_MIN_LOG_LEVEL");
    builder.environment().put("JAVA_HOME", root.resolve("jdk").toString());
    builder.environment().putAll(environment);
    try {
      int code = builder.start().waitFor();
      return new End(
          code, Files.readString(folder.resolve("out")), Files.readString(folder.resolve("err")));
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  private End maskgit(String... args) throws IOException {
    return run(root.resolve("tools/maskgit"), Map.of(), args);
  }

  private List<String> builds() throws IOException {
    Path log = root.resolve("log");
    return Files.exists(log) ? Files.readAllLines(log) : List.of();
  }

  @Test
  void itBuildsOnceAndSaysSoOnStderr() throws IOException {
    End first = maskgit("generate", "--label", "golden retriever");
    assertThat(first.err())
        .isEqualTo("maskgit: building; the first time takes a few minutes ...\n");
    assertThat(first.out()).endsWith("\ngenerate\n--label\ngolden retriever\n");
    assertThat(first.code()).isZero();
    assertThat(maskgit("help").err()).isEmpty();
    assertThat(builds()).hasSize(1).first().asString().contains("-pl tools -am", "-DskipTests");
  }

  @Test
  void javaDoesNotHoldTheLockWhenAnotherHasBuiltMeanwhile() throws IOException {
    script(
        "bin/flock",
        "cd '%s/tools/target'; : >maskgit.jar; echo '%s/a.jar' >classpath".formatted(root, root));
    script(
        "jdk/bin/java",
        """
        if [ "$1" = -version ]; then echo 'openjdk version "17.0.1" 2021' >&2; exit; fi
        if (: >&9) 2>/dev/null; then echo held; else echo free; fi""");
    Map<String, String> path = Map.of("PATH", root.resolve("bin") + ":" + System.getenv("PATH"));
    End end = run(root.resolve("tools/maskgit"), path, "help");
    assertThat(end.out()).isEqualTo("free\n");
    assertThat(builds()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"tools/src/main/A.java", "pom.xml", "tools/pom.xml"})
  void itBuildsAgainWhenASourceIsNewer(String source) throws IOException {
    maskgit("help");
    Path built = root.resolve("tools/target/classpath");
    FileTime later = FileTime.fromMillis(Files.getLastModifiedTime(built).toMillis() + 5000);
    Files.setLastModifiedTime(root.resolve(source), later);
    maskgit("help");
    assertThat(builds()).hasSize(2);
  }

  @Test
  void itBuildsAgainWhenAJarOfTheClassPathHasGone() throws IOException {
    maskgit("help");
    Files.delete(root.resolve("a.jar"));
    maskgit("help");
    assertThat(builds()).hasSize(2);
  }

  @Test
  void aBuildThatFailsShowsWhyAndEndsWithTwo() throws IOException {
    script("mvnw", "echo '[ERROR] no compiler'; exit 1");
    End end = maskgit("help");
    assertThat(end.code()).isEqualTo(2);
    assertThat(end.err()).contains("[ERROR] no compiler", "the build failed");
    assertThat(end.out()).isEmpty();
  }

  @Test
  void itRunsThroughSymbolicLinksAndKeepsTheCallersFolder() throws IOException {
    Path bin = Files.createDirectories(folder.resolve("bin"));
    Files.createSymbolicLink(bin.resolve("one"), Path.of("../the house/tools/maskgit"));
    Files.createSymbolicLink(bin.resolve("two"), bin.resolve("one"));
    End end = run(bin.resolve("two"), Map.of("MASKGIT_JAVA_OPTS", "-Xmx9g -Da=b"), "info", "x y");
    assertThat(end.code()).isZero();
    assertThat(end.out())
        .isEqualTo(
            """
            %s
            2
            -XX:+UseSerialGC
            -Xms32m
            -Dorg.bytedeco.javacpp.maxphysicalbytes=0
            -Dmaskgit.terminal=false
            -Xmx9g
            -Da=b
            -cp
            %s/tools/target/maskgit.jar:%s/a.jar
            org.maskgit.tools.Main
            info
            x y
            """
                .formatted(folder.toRealPath(), root, root));
  }

  @Test
  void startsTakeTheClassesThatTheBuildKept() throws IOException {
    script(
        "jdk/bin/java",
        """
        if [ "$1" = -version ]; then echo 'openjdk version "17.0.1" 2021' >&2; exit; fi
        for word; do case $word in -XX:ArchiveClassesAtExit=*) : >"${word#*=}"; exit; esac; done
        printf '%s\n' "$@\"""");
    String shared = "-XX:SharedArchiveFile=%s/tools/target/maskgit.jsa".formatted(root);
    assertThat(maskgit("help").out().lines()).contains(shared).endsWith("help");
    Files.delete(root.resolve("tools/target/maskgit.jsa"));
    assertThat(maskgit("help").out().lines()).doesNotContain(shared).endsWith("help");
    assertThat(builds()).hasSize(1);
  }

  @Test
  void theLogLevelOfTensorFlowCanBeChosen() throws IOException {
    End end = run(root.resolve("tools/maskgit"), Map.of("TF_CPP_MIN_LOG_LEVEL", "0"), "help");
    assertThat(end.out().lines().skip(1).findFirst()).contains("0");
  }

  @ParameterizedTest
  @CsvSource({"openjdk version \"11.0.2\" 2019, 11", "java version \"1.8.0_202\", 1"})
  void anOldJavaIsRefusedInOneSentence(String version, String number) throws IOException {
    script("jdk/bin/java", "echo '" + version + "' >&2");
    End end = maskgit("help");
    assertThat(end.code()).isEqualTo(2);
    assertThat(end.err())
        .isEqualTo(
            "maskgit needs Java 17 or newer, found Java %s; install a JDK or set JAVA_HOME.\n"
                .formatted(number));
    assertThat(builds()).isEmpty();
  }

  @Test
  void withoutAnyJavaItSaysSo() throws IOException {
    script("jdk/bin/java", "exit 127");
    End end = maskgit("help");
    assertThat(end.code()).isEqualTo(2);
    assertThat(end.err())
        .isEqualTo("maskgit needs Java 17 or newer, found none; install a JDK or set JAVA_HOME.\n");
  }

  @ParameterizedTest
  @CsvSource({
    "3.8.7, installed",
    "3.9.0-beta-1, installed",
    "4.0.0, installed",
    "3.8.6, downloaded",
    "3.6.3, downloaded"
  })
  void mvnwTakesAnInstalledMavenThatIsNewEnough(String version, String which) throws IOException {
    End end = mvnw(version, "");
    assertThat(end.out()).isEqualTo(which + " verify\n");
    assertThat(end.code()).isZero();
    boolean kept = Files.exists(folder.resolve("home/.m2/wrapper/apache-maven-9.9.9/bin/mvn"));
    assertThat(kept).isEqualTo(which.equals("downloaded"));
  }

  @Test
  void mvnwRefusesADownloadWithAnotherHash() throws IOException {
    End end = mvnw("3.6.3", "0");
    assertThat(end.code()).isEqualTo(2);
    assertThat(end.err()).contains("expected SHA-512 0");
    try (var files = Files.list(folder.resolve("home/.m2/wrapper"))) {
      assertThat(files).isEmpty();
    }
  }

  /** Runs mvnw where a Maven of {@code version} is installed and 9.9.9 can be downloaded. */
  private End mvnw(String version, String hashPrefix) throws IOException {
    script(
        "bin/mvn",
        "if [ $1 = -v ]; then echo 'Apache Maven %s'; else echo installed $*; fi"
            .formatted(version));
    script("apache-maven-9.9.9/bin/mvn", "echo downloaded $*");
    Path tar = root.resolve("apache-maven-9.9.9-bin.tar.gz");
    run(
        Path.of("tar"),
        Map.of(),
        "-czf",
        tar.toString(),
        "-C",
        root.toString(),
        "apache-maven-9.9.9");
    String hash = Hashing.sha512().hashBytes(Files.readAllBytes(tar)).toString();
    Path properties = root.resolve(".mvn/wrapper/maven-wrapper.properties");
    Files.createDirectories(properties.getParent());
    Files.writeString(
        properties,
        "distributionUrl=%s\ndistributionSha512Sum=%s\n".formatted(tar.toUri(), hashPrefix + hash));
    Files.copy(ROOT.resolve("mvnw"), root.resolve("mvnw"), StandardCopyOption.REPLACE_EXISTING);
    return run(
        root.resolve("mvnw"),
        Map.of(
            "HOME",
            folder.resolve("home").toString(),
            "PATH",
            root.resolve("bin") + ":" + System.getenv("PATH")),
        "verify");
  }
}
