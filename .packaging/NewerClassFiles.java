import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Enumeration;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;

/**
 * Writes the class files of a jar as if a compiler for Java 8 had made them, where they are older: with the stack maps that older ones lack.
 * Without those, each start of the app verifies the classes anew in the slow way of old, and the class archive can hold neither what they
 * refer to in lambdas nor that they were verified. Run by the build as a source file, for each jar that it is given.
 */
final class NewerClassFiles {
    private final Path jar;

    private NewerClassFiles(Path jar) {
        this.jar = jar;
    }

    public static void main(String[] jars) throws IOException {
        for (String jar : jars) {
            new NewerClassFiles(Path.of(jar)).write();
        }
    }

    private void write() throws IOException {
        Path written = jar.resolveSibling(jar.getFileName() + ".new");
        try (JarFile in = new JarFile(jar.toFile());
                OutputStream file = Files.newOutputStream(written);
                JarOutputStream out = new JarOutputStream(file);
                URLClassLoader classes = new URLClassLoader(new URL[] {jar.toUri().toURL()})) {
            for (Enumeration<JarEntry> entries = in.entries(); entries.hasMoreElements(); ) {
                JarEntry entry = entries.nextElement();
                JarEntry copy = new JarEntry(entry.getName());
                copy.setTime(entry.getTime());
                out.putNextEntry(copy);
                try (InputStream bytes = in.getInputStream(entry)) {
                    byte[] content = bytes.readAllBytes();
                    out.write(entry.getName().endsWith(".class") ? newer(content, classes) : content);
                }
                out.closeEntry();
            }
        }
        Files.move(written, jar, StandardCopyOption.REPLACE_EXISTING);
    }

    private static byte[] newer(byte[] classFile, ClassLoader classes) {
        ClassReader reader = new ClassReader(classFile);
        if (reader.readUnsignedShort(6) >= Opcodes.V1_8) {
            return classFile;
        }
        ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_FRAMES) {
            @Override
            protected ClassLoader getClassLoader() { // of those whose common ancestor a stack map names
                return classes;
            }
        };
        ClassVisitor newer = new ClassVisitor(Opcodes.ASM9, writer) {
            @Override
            public void visit(
                    int version, int access, String name, String signature, String parent, String[] interfaces) {
                super.visit(Opcodes.V1_8, access, name, signature, parent, interfaces);
            }
        };
        reader.accept(newer, ClassReader.SKIP_FRAMES);
        return writer.toByteArray();
    }
}
