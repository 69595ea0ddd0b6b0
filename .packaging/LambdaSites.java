import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ConstantDynamic;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Where a class makes lambdas, and what else there is to know of it before any can be made otherwise. */
final class LambdaSites {
    private final Map<String, Integer> methods = new HashMap<>();
    private final Set<String> calledOtherwise = new HashSet<>();
    private final List<LambdaSite> sites = new ArrayList<>();
    private String owner;
    private boolean inInterface;

    private LambdaSites() {}

    static LambdaSites of(ClassReader reader) {
        LambdaSites sites = new LambdaSites();
        reader.accept(sites.new Visitor(), ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
        return sites;
    }

    String owner() {
        return owner;
    }

    boolean inInterface() {
        return inInterface;
    }

    /** @return in the order in which a reader of the class meets them */
    List<LambdaSite> sites() {
        return sites;
    }

    boolean declares(String method) {
        return methods.containsKey(method);
    }

    int access(String method) {
        return methods.get(method);
    }

    /** Whether it is the body of a lambda, which nothing calls but the lambda. */
    boolean isBody(String method) {
        int bits = Opcodes.ACC_PRIVATE | Opcodes.ACC_SYNTHETIC;
        return declares(method) && (access(method) & bits) == bits && !calledOtherwise.contains(method);
    }

    private void noteUse(Object value) {
        if (value instanceof Handle handle && handle.getOwner().equals(owner)) {
            calledOtherwise.add(handle.getName() + handle.getDesc());
        } else if (value instanceof ConstantDynamic constant) {
            for (int i = 0; i < constant.getBootstrapMethodArgumentCount(); i++) {
                noteUse(constant.getBootstrapMethodArgument(i));
            }
        }
    }

    private final class Visitor extends ClassVisitor {
        Visitor() {
            super(Opcodes.ASM9);
        }

        @Override
        public void visit(int version, int access, String name, String signature, String parent, String[] interfaces) {
            owner = name;
            inInterface = (access & Opcodes.ACC_INTERFACE) != 0;
        }

        @Override
        public MethodVisitor visitMethod(
                int access, String name, String descriptor, String signature, String[] exceptions) {
            methods.put(name + descriptor, access);
            return new CodeVisitor();
        }
    }

    private final class CodeVisitor extends MethodVisitor {
        CodeVisitor() {
            super(Opcodes.ASM9);
        }

        @Override
        public void visitInvokeDynamicInsn(String name, String descriptor, Handle bootstrap, Object... arguments) {
            if (LambdaSite.isOne(bootstrap)) {
                sites.add(LambdaSite.of(name, descriptor, arguments));
                return;
            }
            for (Object argument : arguments) {
                noteUse(argument);
            }
        }

        @Override
        public void visitMethodInsn(int opcode, String of, String name, String descriptor, boolean isInterface) {
            if (of.equals(owner)) {
                calledOtherwise.add(name + descriptor);
            }
        }

        @Override
        public void visitLdcInsn(Object value) {
            noteUse(value);
        }
    }
}
