import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * The class that stands for one lambda or method reference: what {@code java.lang.invoke.InnerClassLambdaMetafactory} would make of it in
 * each run. Its code runs straight on, so it needs no stack maps.
 *
 * @param type its own, whose instances it has
 * @param factory what an instance is made of, and the interface as which it is seen
 * @param method the method of the interface
 * @param erased its descriptor
 * @param instantiated its descriptor with the types that the lambda is for
 * @param target what it calls
 */
record LambdaClass(Type type, Type factory, String method, Type erased, Type instantiated, MethodTarget target) {
    private static final String INSTANCE = "INSTANCE";
    private static final String MAKE = "make";

    /** Writes what takes the place of the call that made the lambda. Without state it is the same object each time, as before. */
    void writeUse(MethodVisitor code) {
        if (factory.getArgumentTypes().length == 0) {
            code.visitFieldInsn(Opcodes.GETSTATIC, type.getInternalName(), INSTANCE, shape().getDescriptor());
        } else {
            code.visitMethodInsn(Opcodes.INVOKESTATIC, type.getInternalName(), MAKE, factory.getDescriptor(), false);
        }
    }

    byte[] classFile() {
        ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
        writer.visit(
                Opcodes.V1_8,
                Opcodes.ACC_FINAL | Opcodes.ACC_SUPER | Opcodes.ACC_SYNTHETIC,
                type.getInternalName(),
                null,
                "java/lang/Object",
                new String[] {shape().getInternalName()});
        Type[] state = factory.getArgumentTypes();
        for (int i = 0; i < state.length; i++) {
            int access = Opcodes.ACC_PRIVATE | Opcodes.ACC_FINAL;
            writer.visitField(access, field(i), state[i].getDescriptor(), null, null);
        }
        writeConstructor(writer, state);
        if (state.length == 0) {
            writeInstance(writer);
        } else {
            writeMake(writer, state);
        }
        writeMethod(writer, state);
        return writer.toByteArray();
    }

    private void writeConstructor(ClassWriter writer, Type[] state) {
        MethodVisitor code = writer.visitMethod(Opcodes.ACC_PRIVATE, "<init>", constructor(), null, null);
        code.visitCode();
        code.visitVarInsn(Opcodes.ALOAD, 0);
        code.visitMethodInsn(Opcodes.INVOKESPECIAL, "java/lang/Object", "<init>", "()V", false);
        int local = 1;
        for (int i = 0; i < state.length; i++) {
            code.visitVarInsn(Opcodes.ALOAD, 0);
            code.visitVarInsn(state[i].getOpcode(Opcodes.ILOAD), local);
            code.visitFieldInsn(Opcodes.PUTFIELD, type.getInternalName(), field(i), state[i].getDescriptor());
            local += state[i].getSize();
        }
        end(code, Type.VOID_TYPE);
    }

    private void writeInstance(ClassWriter writer) {
        int access = Opcodes.ACC_STATIC | Opcodes.ACC_FINAL;
        writer.visitField(access, INSTANCE, shape().getDescriptor(), null, null);
        MethodVisitor code = writer.visitMethod(Opcodes.ACC_STATIC, "<clinit>", "()V", null, null);
        code.visitCode();
        writeNew(code, new Type[0]);
        code.visitFieldInsn(Opcodes.PUTSTATIC, type.getInternalName(), INSTANCE, shape().getDescriptor());
        end(code, Type.VOID_TYPE);
    }

    private void writeMake(ClassWriter writer, Type[] state) {
        MethodVisitor code = writer.visitMethod(Opcodes.ACC_STATIC, MAKE, factory.getDescriptor(), null, null);
        code.visitCode();
        writeNew(code, state);
        end(code, shape());
    }

    private void writeNew(MethodVisitor code, Type[] state) {
        code.visitTypeInsn(Opcodes.NEW, type.getInternalName());
        code.visitInsn(Opcodes.DUP);
        int local = 0;
        for (Type value : state) {
            code.visitVarInsn(value.getOpcode(Opcodes.ILOAD), local);
            local += value.getSize();
        }
        code.visitMethodInsn(Opcodes.INVOKESPECIAL, type.getInternalName(), "<init>", constructor(), false);
    }

    private void writeMethod(ClassWriter writer, Type[] state) {
        MethodVisitor code = writer.visitMethod(Opcodes.ACC_PUBLIC, method, erased.getDescriptor(), null, null);
        code.visitCode();
        target.writeStart(code);
        for (int i = 0; i < state.length; i++) {
            code.visitVarInsn(Opcodes.ALOAD, 0);
            code.visitFieldInsn(Opcodes.GETFIELD, type.getInternalName(), field(i), state[i].getDescriptor());
        }
        Conversion conversion = new Conversion(code);
        Type[] wanted = target.arguments();
        Type[] passed = erased.getArgumentTypes();
        Type[] known = instantiated.getArgumentTypes();
        int local = 1;
        for (int i = 0; i < passed.length; i++) {
            code.visitVarInsn(passed[i].getOpcode(Opcodes.ILOAD), local);
            conversion.convert(passed[i], wanted[state.length + i], known[i]);
            local += passed[i].getSize();
        }
        target.writeCall(code);
        conversion.convert(target.result(), erased.getReturnType(), erased.getReturnType());
        end(code, erased.getReturnType());
    }

    private static void end(MethodVisitor code, Type result) {
        code.visitInsn(result.getOpcode(Opcodes.IRETURN));
        code.visitMaxs(0, 0);
        code.visitEnd();
    }

    private Type shape() {
        return factory.getReturnType();
    }

    private String constructor() {
        return Type.getMethodDescriptor(Type.VOID_TYPE, factory.getArgumentTypes());
    }

    private static String field(int index) {
        return "captured" + index;
    }
}
