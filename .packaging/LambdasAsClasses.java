import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes lambdas and method references in jars as classes of their own, which the JVM otherwise makes in each run: at the first use of each,
 * by code of its own that it has to interpret and compile first. An app that runs for seconds spends a tenth of its work on that. Run by the
 * build for an app. What is signed, made for other Java versions, or out of a class's reach stays as it is.
 */
final class LambdasAsClasses {
    private final Members members;

    private LambdasAsClasses(Members members) {
        this.members = members;
    }

    /** @param directories one, with all the jars of the app, since one may call what is in another */
    public static void main(String[] directories) throws IOException {
        List<JarContent> contents = new ArrayList<>();
        try (DirectoryStream<Path> jars = Files.newDirectoryStream(Path.of(directories[0]), "*.jar")) {
            for (Path jar : jars) {
                contents.add(JarContent.read(jar));
            }
        }
        LambdasAsClasses all = new LambdasAsClasses(new Members(contents));
        for (JarContent jar : contents) {
            if (!jar.signed()) {
                all.write(jar);
            }
        }
    }

    private void write(JarContent jar) throws IOException {
        EnclosingMethods enclosing = EnclosingMethods.in(jar);
        boolean changed = false;
        for (String name : jar.classFiles()) {
            LambdaHost host = new LambdaHost(jar.bytes(name), members, enclosing);
            if (host.lambdas().isEmpty()) {
                continue;
            }
            jar.replace(name, host.classFile());
            for (LambdaClass lambda : host.lambdas()) {
                jar.add(lambda.type().getInternalName() + ".class", lambda.classFile(), name);
            }
            changed = true;
        }
        if (changed) {
            jar.write();
        }
    }
}
