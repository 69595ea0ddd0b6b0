package torrentkit.app.client.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.objectweb.asm.ClassReader;

/** What the build does to lambdas, by a program that has many kinds of them, and in the app directory that it made. */
class LambdasAsClassesIT {
    private static final Path JARS = Path.of("target", "client-app", "lib");
    private static final String JAVA =
            Path.of(System.getProperty("java.home"), "bin", "java").toString();

    @TempDir
    private Path directory;

    @Test
    void programsDoWhatTheyDid() throws Exception {
        Path jar = directory.resolve("program.jar");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
                Stream<Path> files = Files.list(classFile(EveryLambda.class).getParent())) {
            for (Path file : (Iterable<Path>) files.filter(LambdasAsClassesIT::isOfProgram)::iterator) {
                out.putNextEntry(
                        new JarEntry(EveryLambda.class.getPackageName().replace('.', '/') + '/' + file.getFileName()));
                Files.copy(file, out);
                out.closeEntry();
            }
        }
        String before = run(jar.toString(), EveryLambda.class.getName());
        int classes = entries(jar).size();
        String tool = location(ClassReader.class) + File.pathSeparator + Path.of("target", "packaging");

        run(tool, "LambdasAsClasses", directory.toString());

        assertThat(entries(jar)).hasSizeGreaterThan(classes + 40);
        assertThat(lambdasOf(jar)).as("the serialisable one").hasSize(1);
        assertThat(before).contains("java.lang.ClassCastException").contains("the parent's, in child");
        assertThat(run(jar.toString(), EveryLambda.class.getName())).isEqualTo(before);
    }

    @Test
    void appLeavesNoLambdaToTheJvm() throws Exception {
        List<String> left = new ArrayList<>();
        for (Path jar : appJars()) {
            left.addAll(lambdasOf(jar));
        }

        assertThat(left).isEmpty();
    }

    @Test
    void appHasValidClassesOnly() throws Exception {
        List<URL> urls = new ArrayList<>();
        for (Path jar : appJars()) {
            urls.add(jar.toUri().toURL());
        }
        int loaded = 0;
        try (URLClassLoader loader =
                new URLClassLoader(urls.toArray(new URL[0]), ClassLoader.getPlatformClassLoader())) {
            for (Path jar : appJars()) {
                for (String entry : entries(jar)) {
                    loaded += verify(entry.substring(0, entry.length() - ".class".length()), loader) ? 1 : 0;
                }
            }
        }

        assertThat(loaded).isGreaterThan(4000);
    }

    /** @return false if the class needs a library that the app does without */
    private static boolean verify(String name, ClassLoader loader) throws ClassNotFoundException {
        try {
            Class<?> loaded = Class.forName(name.replace('/', '.'), false, loader);
            loaded.getDeclaredMethods(); // which links it
            loaded.getEnclosingMethod();
            return true;
        } catch (NoClassDefFoundError | TypeNotPresentException e) {
            return false;
        }
    }

    private static List<Path> appJars() throws IOException {
        try (Stream<Path> files = Files.list(JARS)) {
            return files.filter(file -> file.toString().endsWith(".jar")).toList();
        }
    }

    private static List<String> lambdasOf(Path jar) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            return entries(jar).stream()
                    .filter(entry -> text(file, entry).contains("java/lang/invoke/LambdaMetafactory"))
                    .toList();
        }
    }

    /** @return class files but for those of other Java versions */
    private static List<String> entries(Path jar) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            return file.stream()
                    .map(JarEntry::getName)
                    .filter(name -> name.endsWith(".class")
                            && !name.startsWith("META-INF/")
                            && !name.equals("module-info.class"))
                    .toList();
        }
    }

    private static String text(JarFile jar, String entry) {
        try (InputStream in = jar.getInputStream(jar.getEntry(entry))) {
            return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isOfProgram(Path file) {
        return file.getFileName().toString().startsWith(EveryLambda.class.getSimpleName());
    }

    private static Path classFile(Class<?> type) throws Exception {
        return Path.of(location(type)).resolve(type.getName().replace('.', '/') + ".class");
    }

    private static String location(Class<?> type) throws Exception {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI())
                .toString();
    }

    private static String run(String classPath, String... command) throws Exception {
        List<String> line = new ArrayList<>(List.of(JAVA, "-cp", classPath));
        line.addAll(List.of(command));
        Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }
}
