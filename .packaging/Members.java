import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Who may call a method, found where the JVM would: in the class that is named, and then in what it extends. */
final class Members {
    private final List<JarContent> jars;
    private final Map<String, Optional<Shape>> shapes = new HashMap<>();

    /** @param jars where classes are that are not of the JDK */
    Members(List<JarContent> jars) {
        this.jars = jars;
    }

    /** @return empty if there is no such method, as when a library that is not needed is not there */
    Optional<Member> find(String owner, String method) {
        Optional<Shape> shape = shapes.computeIfAbsent(owner, this::read);
        if (shape.isEmpty()) {
            return Optional.empty();
        }
        Integer access = shape.get().methods().get(method);
        if (access != null) {
            return Optional.of(new Member(owner, access));
        }
        return shape.get().parents().stream()
                .map(parent -> find(parent, method))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private Optional<Shape> read(String name) {
        String file = name + ".class";
        for (JarContent jar : jars) {
            Optional<byte[]> bytes = jar.find(file);
            if (bytes.isPresent()) {
                return Optional.of(Shape.of(new ClassReader(bytes.get())));
            }
        }
        try (InputStream in = ClassLoader.getPlatformClassLoader().getResourceAsStream(file)) {
            return in == null ? Optional.empty() : Optional.of(Shape.of(new ClassReader(in)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @param owner the class that declares it */
    record Member(String owner, int access) {}

    private record Shape(List<String> parents, Map<String, Integer> methods) {
        static Shape of(ClassReader reader) {
            List<String> parents = new ArrayList<>();
            if (reader.getSuperName() != null) {
                parents.add(reader.getSuperName());
            }
            parents.addAll(List.of(reader.getInterfaces()));
            Map<String, Integer> methods = new HashMap<>();
            ClassVisitor visitor = new ClassVisitor(Opcodes.ASM9) {
                @Override
                public MethodVisitor visitMethod(
                        int access, String name, String descriptor, String signature, String[] exceptions) {
                    methods.put(name + descriptor, access);
                    return null;
                }
            };
            reader.accept(visitor, ClassReader.SKIP_CODE | ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
            return new Shape(parents, methods);
        }
    }
}
