import java.util.stream.Stream;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * A method or constructor with the instruction that calls it.
 *
 * @param tag the kind of call, one of the {@code H_} of {@link Opcodes}
 * @param receiver what an instance is known to be on which it is called
 */
record MethodTarget(int tag, String owner, String name, String descriptor, boolean inInterface, String receiver) {
    static MethodTarget of(Handle handle) {
        String owner = handle.getOwner();
        return new MethodTarget(
                handle.getTag(), owner, handle.getName(), handle.getDesc(), handle.isInterface(), owner);
    }

    /** What is invoked specially must be invoked by its own class, on such an instance. */
    MethodTarget on(String own) {
        return new MethodTarget(tag, owner, name, descriptor, inInterface, own);
    }

    static MethodTarget ofStatic(String owner, String name, String descriptor, boolean inInterface) {
        return new MethodTarget(Opcodes.H_INVOKESTATIC, owner, name, descriptor, inInterface, owner);
    }

    /** @return what is on the stack before it is called: with the instance */
    Type[] arguments() {
        Type[] arguments = Type.getArgumentTypes(descriptor);
        return tag == Opcodes.H_INVOKESTATIC || constructs()
                ? arguments
                : Stream.concat(Stream.of(Type.getObjectType(receiver)), Stream.of(arguments))
                        .toArray(Type[]::new);
    }

    Type result() {
        return constructs() ? Type.getObjectType(owner) : Type.getReturnType(descriptor);
    }

    /** Writes what comes before the arguments. */
    void writeStart(MethodVisitor code) {
        if (constructs()) {
            code.visitTypeInsn(Opcodes.NEW, owner);
            code.visitInsn(Opcodes.DUP);
        }
    }

    void writeCall(MethodVisitor code) {
        int opcode = switch (tag) {
            case Opcodes.H_INVOKESTATIC -> Opcodes.INVOKESTATIC;
            case Opcodes.H_INVOKEVIRTUAL -> Opcodes.INVOKEVIRTUAL;
            case Opcodes.H_INVOKEINTERFACE -> Opcodes.INVOKEINTERFACE;
            case Opcodes.H_INVOKESPECIAL, Opcodes.H_NEWINVOKESPECIAL -> Opcodes.INVOKESPECIAL;
            default -> throw new IllegalStateException("not a call: " + this);
        };
        code.visitMethodInsn(opcode, owner, name, descriptor, inInterface);
    }

    private boolean constructs() {
        return tag == Opcodes.H_NEWINVOKESPECIAL;
    }
}
