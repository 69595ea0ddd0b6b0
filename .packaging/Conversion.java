import java.util.Map;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * Makes a value of one type one of another as a call of a lambda does: by a cast, by boxing or unboxing, by widening a number. This is what
 * {@code java.lang.invoke.TypeConvertingMethodAdapter} does for the JVM's own lambda classes.
 */
final class Conversion {
    private static final Type OBJECT = Type.getType(Object.class);
    private static final Type NUMBER = Type.getType(Number.class);
    private static final Map<Type, Type> BOXES = Map.of(
            Type.BOOLEAN_TYPE, Type.getType(Boolean.class),
            Type.CHAR_TYPE, Type.getType(Character.class),
            Type.BYTE_TYPE, Type.getType(Byte.class),
            Type.SHORT_TYPE, Type.getType(Short.class),
            Type.INT_TYPE, Type.getType(Integer.class),
            Type.LONG_TYPE, Type.getType(Long.class),
            Type.FLOAT_TYPE, Type.getType(Float.class),
            Type.DOUBLE_TYPE, Type.getType(Double.class));

    private final MethodVisitor code;

    /** @param code of which the last instruction has left the value on the stack */
    Conversion(MethodVisitor code) {
        this.code = code;
    }

    /** @param as what the value is known to be, though it is passed as {@code from} */
    void convert(Type from, Type to, Type as) {
        if (from.equals(to) && from.equals(as) || from == Type.VOID_TYPE || to == Type.VOID_TYPE) {
            return;
        }
        if (primitive(from)) {
            fromPrimitive(from, to);
            return;
        }
        Type source = primitive(as) ? from : as;
        cast(from, source);
        if (primitive(to)) {
            toPrimitive(source, to);
        } else {
            cast(source, to);
        }
    }

    private void fromPrimitive(Type from, Type to) {
        if (primitive(to)) {
            widen(from, to);
        } else if (BOXES.containsValue(to)) {
            Type unboxed = unboxed(to);
            widen(from, unboxed);
            box(unboxed);
        } else {
            box(from);
            cast(BOXES.get(from), to);
        }
    }

    private void toPrimitive(Type from, Type to) {
        if (BOXES.containsValue(from)) {
            Type unboxed = unboxed(from);
            unbox(from, unboxed);
            widen(unboxed, to);
            return;
        }
        Type box = to == Type.BOOLEAN_TYPE || to == Type.CHAR_TYPE ? BOXES.get(to) : NUMBER;
        cast(from, box);
        unbox(box, to);
    }

    private void box(Type primitive) {
        Type box = BOXES.get(primitive);
        String descriptor = Type.getMethodDescriptor(box, primitive);
        code.visitMethodInsn(Opcodes.INVOKESTATIC, box.getInternalName(), "valueOf", descriptor, false);
    }

    private void unbox(Type box, Type primitive) {
        String name = primitive.getClassName() + "Value";
        code.visitMethodInsn(
                Opcodes.INVOKEVIRTUAL, box.getInternalName(), name, Type.getMethodDescriptor(primitive), false);
    }

    private void cast(Type from, Type to) {
        if (!from.equals(to) && !to.equals(OBJECT)) {
            code.visitTypeInsn(Opcodes.CHECKCAST, to.getInternalName());
        }
    }

    private void widen(Type from, Type to) {
        int source = size(from);
        int target = size(to);
        if (source == target) {
            return;
        }
        switch (source * 10 + target) {
            case 12 -> code.visitInsn(Opcodes.I2L);
            case 13 -> code.visitInsn(Opcodes.I2F);
            case 14 -> code.visitInsn(Opcodes.I2D);
            case 23 -> code.visitInsn(Opcodes.L2F);
            case 24 -> code.visitInsn(Opcodes.L2D);
            case 34 -> code.visitInsn(Opcodes.F2D);
            default -> throw new IllegalArgumentException(from + " does not become " + to);
        }
    }

    /** @return what the JVM computes with: 1, an int, as which it takes smaller ones too; 2, a long; 3, a float; 4, a double */
    private static int size(Type primitive) {
        return switch (primitive.getSort()) {
            case Type.LONG -> 2;
            case Type.FLOAT -> 3;
            case Type.DOUBLE -> 4;
            default -> 1;
        };
    }

    private static Type unboxed(Type box) {
        return BOXES.entrySet().stream()
                .filter(entry -> entry.getValue().equals(box))
                .findFirst()
                .orElseThrow()
                .getKey();
    }

    private static boolean primitive(Type type) {
        return type.getSort() < Type.ARRAY;
    }
}
