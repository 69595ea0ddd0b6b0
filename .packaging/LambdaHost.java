import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.objectweb.asm.AnnotationVisitor;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.TypePath;

/**
 * A class whose lambdas become classes beside it. These may not call what is private in it, so the body of a lambda becomes a static
 * method of the package, with the instance as its first argument: code and stack maps are the same for both, and a static method neither
 * overrides another nor is overridden. For what else only the class itself may call it gets such a method that calls it.
 */
final class LambdaHost {
    private final ClassReader reader;
    private final LambdaSites sites;
    private final Members members;
    private final EnclosingMethods enclosing;
    /** Of each site, in their order. */
    private final List<Optional<LambdaClass>> lambdas = new ArrayList<>();

    /** Their new descriptors by name and old descriptor. */
    private final Map<String, String> staticBodies = new HashMap<>();

    private final Map<String, MethodTarget> bridges = new LinkedHashMap<>();

    /**
     * @param members of the classes that it may know
     * @param enclosing those of its jar
     */
    LambdaHost(byte[] classFile, Members members, EnclosingMethods enclosing) {
        this.reader = new ClassReader(classFile);
        this.sites = LambdaSites.of(reader);
        this.members = members;
        this.enclosing = enclosing;
        for (LambdaSite site : sites.sites()) {
            lambdas.add(target(site.implementation()).map(target -> lambda(site, target)));
        }
    }

    /** @return the classes that its lambdas become, in their order */
    List<LambdaClass> lambdas() {
        return lambdas.stream().flatMap(Optional::stream).toList();
    }

    byte[] classFile() {
        ClassWriter writer = new ClassWriter(0);
        reader.accept(new Visitor(writer), 0);
        return writer.toByteArray();
    }

    private LambdaClass lambda(LambdaSite site, MethodTarget target) {
        Type type = Type.getObjectType(sites.owner() + "$$Lambda$" + (lambdas().size() + 1));
        return new LambdaClass(type, site.factory(), site.method(), site.erased(), site.instantiated(), target);
    }

    private Optional<MethodTarget> target(Handle called) {
        String owner = sites.owner();
        String method = called.getName() + called.getDesc();
        MethodTarget direct = MethodTarget.of(called);
        boolean special = called.getTag() == Opcodes.H_INVOKESPECIAL;
        if (called.getOwner().equals(owner) && sites.declares(method)) {
            boolean unreachable = special || (sites.access(method) & Opcodes.ACC_PRIVATE) != 0;
            String descriptor = staticDescriptor(method, direct);
            if (unreachable && sites.isBody(method) && mayBecome(called.getName() + descriptor, method)) {
                staticBodies.put(method, descriptor);
                return Optional.of(MethodTarget.ofStatic(owner, called.getName(), descriptor, sites.inInterface()));
            }
            return Optional.of(unreachable ? bridge(direct) : direct);
        }
        Optional<Members.Member> found = members.find(called.getOwner(), method);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        int access = found.get().access();
        if (special || (access & Opcodes.ACC_PRIVATE) != 0) {
            return Optional.of(bridge(special ? direct.on(owner) : direct));
        }
        boolean reachable =
                (access & Opcodes.ACC_PUBLIC) != 0 || samePackage(found.get().owner(), owner);
        return reachable ? Optional.of(direct) : Optional.empty();
    }

    private String staticDescriptor(String method, MethodTarget called) {
        return (sites.access(method) & Opcodes.ACC_STATIC) != 0
                ? called.descriptor()
                : Type.getMethodDescriptor(called.result(), called.arguments());
    }

    private boolean mayBecome(String changed, String method) {
        return method.equals(changed) || !sites.declares(changed) && !enclosing.contains(sites.owner(), method);
    }

    private MethodTarget bridge(MethodTarget called) {
        String descriptor = Type.getMethodDescriptor(called.result(), called.arguments());
        String name = "lambda$bridge$" + (bridges.size() + 1);
        bridges.put(name, called);
        return MethodTarget.ofStatic(sites.owner(), name, descriptor, sites.inInterface());
    }

    private static boolean samePackage(String a, String b) {
        return a.substring(0, a.lastIndexOf('/') + 1).equals(b.substring(0, b.lastIndexOf('/') + 1));
    }

    /** A method of an interface is public or private. */
    private int reachable() {
        return Opcodes.ACC_STATIC | Opcodes.ACC_SYNTHETIC | (sites.inInterface() ? Opcodes.ACC_PUBLIC : 0);
    }

    private final class Visitor extends ClassVisitor {
        private final Iterator<Optional<LambdaClass>> next = lambdas.iterator();

        Visitor(ClassVisitor writer) {
            super(Opcodes.ASM9, writer);
        }

        @Override
        public MethodVisitor visitMethod(
                int access, String name, String descriptor, String signature, String[] exceptions) {
            String changed = staticBodies.get(name + descriptor);
            if (changed == null) {
                return new CodeVisitor(super.visitMethod(access, name, descriptor, signature, exceptions), next);
            }
            int reachable = access & ~Opcodes.ACC_PRIVATE | reachable();
            return new BodyVisitor(super.visitMethod(reachable, name, changed, null, exceptions), next);
        }

        @Override
        public void visitEnd() {
            bridges.forEach(this::writeBridge);
            super.visitEnd();
        }

        private void writeBridge(String name, MethodTarget called) {
            Type[] arguments = called.arguments();
            Type result = called.result();
            String descriptor = Type.getMethodDescriptor(result, arguments);
            MethodVisitor code = super.visitMethod(reachable(), name, descriptor, null, null);
            code.visitCode();
            called.writeStart(code);
            int local = 0;
            for (Type argument : arguments) {
                code.visitVarInsn(argument.getOpcode(Opcodes.ILOAD), local);
                local += argument.getSize();
            }
            called.writeCall(code);
            code.visitInsn(result.getOpcode(Opcodes.IRETURN));
            code.visitMaxs(local + 2, local); // with a new object twice, or a result of two words
            code.visitEnd();
        }
    }

    private static class CodeVisitor extends MethodVisitor {
        private final Iterator<Optional<LambdaClass>> next;

        CodeVisitor(MethodVisitor writer, Iterator<Optional<LambdaClass>> next) {
            super(Opcodes.ASM9, writer);
            this.next = next;
        }

        @Override
        public void visitInvokeDynamicInsn(String name, String descriptor, Handle bootstrap, Object... arguments) {
            Optional<LambdaClass> lambda = LambdaSite.isOne(bootstrap) ? next.next() : Optional.empty();
            if (lambda.isPresent()) {
                lambda.get().writeUse(mv);
            } else {
                super.visitInvokeDynamicInsn(name, descriptor, bootstrap, arguments);
            }
        }
    }

    /** Leaves out what is said of parameters by their position, which nobody asks of the body of a lambda. */
    private static final class BodyVisitor extends CodeVisitor {
        BodyVisitor(MethodVisitor writer, Iterator<Optional<LambdaClass>> next) {
            super(writer, next);
        }

        @Override
        public void visitParameter(String name, int access) {}

        @Override
        public void visitAnnotableParameterCount(int count, boolean visible) {}

        @Override
        public AnnotationVisitor visitParameterAnnotation(int parameter, String descriptor, boolean visible) {
            return null;
        }

        @Override
        public AnnotationVisitor visitTypeAnnotation(int reference, TypePath path, String descriptor, boolean visible) {
            return null;
        }
    }
}
