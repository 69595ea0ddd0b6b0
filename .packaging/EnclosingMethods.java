import java.util.HashSet;
import java.util.Set;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.Opcodes;

/** The methods within which there are classes, which name them: such a method keeps its name and descriptor. */
final class EnclosingMethods {
    private final Set<String> methods;

    private EnclosingMethods(Set<String> methods) {
        this.methods = methods;
    }

    static EnclosingMethods in(JarContent jar) {
        Set<String> methods = new HashSet<>();
        ClassVisitor visitor = new ClassVisitor(Opcodes.ASM9) {
            @Override
            public void visitOuterClass(String owner, String name, String descriptor) {
                methods.add(owner + '.' + name + descriptor);
            }
        };
        int parts = ClassReader.SKIP_CODE | ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES;
        jar.classFiles().forEach(name -> new ClassReader(jar.bytes(name)).accept(visitor, parts));
        return new EnclosingMethods(methods);
    }

    boolean contains(String owner, String method) {
        return methods.contains(owner + '.' + method);
    }
}
