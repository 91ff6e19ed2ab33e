import java.nio.file.Path;
import org.neo4j.configuration.GraphDatabaseSettings;
import org.neo4j.configuration.connectors.BoltConnector;
import org.neo4j.configuration.helpers.SocketAddress;
import org.neo4j.dbms.api.DatabaseManagementServiceBuilder;

/** Neo4j FOLDER PORT: a Neo4j on loopback, its settings in FOLDER/neo4j.conf, until its standard input ends. */
public class Neo4jServer {
    public static void main(String[] arguments) throws Exception {
        var folder = Path.of(arguments[0]);
        var server = new DatabaseManagementServiceBuilder(folder)
                .loadPropertiesFromFile(folder.resolve("neo4j.conf"))
                .setConfig(BoltConnector.enabled, true)
                .setConfig(BoltConnector.listen_address, new SocketAddress("127.0.0.1", Integer.parseInt(arguments[1])))
                .setConfig(GraphDatabaseSettings.auth_enabled, true)
                .build();
        System.out.println("ready");
        while (System.in.read() >= 0) { }
        server.shutdown();
    }
}
