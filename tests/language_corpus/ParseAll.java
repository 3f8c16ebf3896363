// Parses many root modules with SANY in one Java machine: java ParseAll FOLDER/Root.tla ...
// Before the output of each stands a line "=== FOLDER/Root.tla", behind it "Level of Result: NUMBER" where there is one.

import java.io.File;
import java.io.PrintStream;
import tla2sany.drivers.SANY;
import tla2sany.modanalyzer.SpecObj;
import tla2sany.semantic.ModuleNode;
import tla2sany.semantic.OpDefNode;
import util.SimpleFilenameToStream;
import util.ToolIO;

public class ParseAll {
    public static void main(String[] paths) {
        PrintStream out = System.out;
        ToolIO.out = out;
        ToolIO.err = out;
        System.setErr(out);
        for (String path : paths) {
            out.println("=== " + path);
            File file = new File(path).getAbsoluteFile();
            SimpleFilenameToStream files = new SimpleFilenameToStream(file.getParent());
            try {
                SpecObj spec = new SpecObj(file.getPath(), files);
                SANY.frontEndMain(spec, file.getPath(), out);
                ModuleNode root = spec.getRootModule();
                OpDefNode result = root == null ? null : root.getOpDef("Result");
                if (result != null) {
                    out.println("Level of Result: " + result.getLevel());
                }
            } catch (Throwable problem) {
                out.println("*** Abort messages: 1");
                out.println(problem);
            }
        }
    }
}
