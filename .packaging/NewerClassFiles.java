import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;

/**
 * Writes the class files of a jar as if a compiler for Java 8 had made them, where they are older: with the stack maps that older ones lack.
 * Without those, each start of the app verifies the classes anew in the slow way of old, and the class archive can hold neither what they
 * refer to in lambdas nor that they were verified. Run by the build for each jar that it is given.
 */
final class NewerClassFiles {
    private NewerClassFiles() {}

    public static void main(String[] jars) throws IOException {
        for (String jar : jars) {
            write(Path.of(jar));
        }
    }

    private static void write(Path jar) throws IOException {
        JarContent content = JarContent.read(jar);
        try (URLClassLoader classes = new URLClassLoader(new URL[] {jar.toUri().toURL()})) {
            for (String name : content.classFiles()) {
                content.replace(name, newer(content.bytes(name), classes));
            }
        }
        content.write();
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
