import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.neo4j.configuration.GraphDatabaseSettings;
import org.neo4j.configuration.connectors.BoltConnector;
import org.neo4j.configuration.helpers.SocketAddress;
import org.neo4j.dbms.api.DatabaseManagementService;
import org.neo4j.dbms.api.DatabaseManagementServiceBuilder;
import org.neo4j.io.ByteUnit;

/**
 * Neo4j Community over Bolt for the tests: {@code java -cp "lib/*" Neo4jServer.java HOME PORT PAGE_CACHE_MEBIBYTES}.
 *
 * <p>The first line of standard input is the password of the user neo4j. The server prints READY when it listens, and ends
 * when standard input does, so that it cannot outlive the test run that started it, however that ended. Nothing is kept
 * then; after the line KEEP, everything is.
 */
public final class Neo4jServer {
    public static void main(String[] arguments) throws Exception {
        Path home = Path.of(arguments[0]);
        SocketAddress address = new SocketAddress("127.0.0.1", Integer.parseInt(arguments[1]));
        BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        String password = input.readLine();

        boolean isNew = Files.notExists(home.resolve("data"));
        DatabaseManagementService service =
                new DatabaseManagementServiceBuilder(home)
                        .setConfig(BoltConnector.enabled, true)
                        .setConfig(BoltConnector.listen_address, address)
                        .setConfig(BoltConnector.advertised_address, address)
                        .setConfig(GraphDatabaseSettings.auth_enabled, true)
                        .setConfig(GraphDatabaseSettings.pagecache_memory, ByteUnit.mebiBytes(Long.parseLong(arguments[2])))
                        .setConfig(GraphDatabaseSettings.check_point_interval_time, Duration.ofHours(1))
                        .setConfig(GraphDatabaseSettings.cypher_min_replan_interval, Duration.ofHours(1))
                        .setConfig(GraphDatabaseSettings.query_cache_size, 4000)
                        .build();
        try {
            service.database("system")
                    .executeTransactionally(
                            "ALTER USER neo4j SET PASSWORD $password CHANGE NOT REQUIRED", Map.of("password", password));
        } catch (RuntimeException refused) { // Neo4j refuses to set the password there is: that of a home started again
            if (isNew) {
                throw refused;
            }
        }
        System.out.println("READY");

        for (String line = input.readLine(); line != null; line = input.readLine()) {
            if (line.equals("KEEP")) { // an orderly shutdown of ten seconds, after which the files hold everything
                service.shutdown();
                break;
            }
        }
        Runtime.getRuntime().halt(0);
    }
}
