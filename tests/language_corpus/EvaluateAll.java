// Evaluates definitions with TLC: java EvaluateAll FOLDER/Root.tla
// There is a configuration beside the module. Its definitions AgreesN and ShownN, where N is a number or nothing, are
// evaluated; each gives a line "NAME: VALUE" or "NAME failed: REASON". One module a run: TLC keeps the values of
// constant definitions by their names.

import java.io.File;
import java.io.OutputStream;
import java.io.PrintStream;
import tla2sany.semantic.OpDefNode;
import tlc2.tool.TLCState;
import tlc2.tool.impl.FastTool;
import tlc2.util.Context;
import tlc2.value.impl.Value;
import util.SimpleFilenameToStream;
import util.ToolIO;

public class EvaluateAll {
    public static void main(String[] paths) {
        PrintStream out = System.out;
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
        ToolIO.out = nowhere;
        ToolIO.err = nowhere;
        System.setErr(nowhere);
        System.setOut(nowhere);
        File file = new File(paths[0]).getAbsoluteFile();
        String main = file.getPath().replace(".tla", "");
        try {
            FastTool tool = new FastTool(main, main, new SimpleFilenameToStream(file.getParent()));
            for (OpDefNode definition : tool.getSpecProcessor().getRootModule().getOpDefs()) {
                String name = definition.getName().toString();
                if (name.matches("(Agrees|Shown)[0-9]*")) {
                    out.println(evaluated(tool, name, definition));
                }
            }
        } catch (Throwable problem) {
            out.println("Unread: " + reason(problem));
        }
    }

    private static String evaluated(FastTool tool, String name, OpDefNode definition) {
        try {
            Value value = (Value) tool.eval(definition.getBody(), Context.Empty, TLCState.Empty);
            value.deepNormalize();
            value.toSetEnum(); // a set such as {1} \cup 2 is evaluated no sooner
            return name + ": " + value.toString().replace("\n", " ");
        } catch (Throwable problem) {
            return name + " failed: " + reason(problem);
        }
    }

    private static String reason(Throwable problem) {
        return String.valueOf(problem).replace("\n", " ");
    }
}
