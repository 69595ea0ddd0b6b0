import org.objectweb.asm.Handle;
import org.objectweb.asm.Type;

/**
 * An instruction that makes a lambda.
 *
 * @param method of the interface
 * @param factory what the lambda is made of, and its interface
 * @param erased the descriptor of the method
 * @param implementation what the lambda calls
 * @param instantiated the descriptor with the types that the lambda is for
 */
record LambdaSite(String method, Type factory, Type erased, Handle implementation, Type instantiated) {
    /**
     * Whether it makes an ordinary lambda. Those of the other kind, for {@code altMetafactory}, can be serialised or have several
     * interfaces or methods, and are rare.
     */
    static boolean isOne(Handle bootstrap) {
        return bootstrap.getOwner().equals("java/lang/invoke/LambdaMetafactory")
                && bootstrap.getName().equals("metafactory");
    }

    static LambdaSite of(String method, String factory, Object[] arguments) {
        return new LambdaSite(
                method, Type.getMethodType(factory), (Type) arguments[0], (Handle) arguments[1], (Type) arguments[2]);
    }
}
