package com.acme.tickets;

import com.sun.net.httpserver.HttpServer;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

public final class Main {
    public static void main(String[] arguments) throws Exception {
        Settings settings = new Settings(Path.of("/opt/tickets/application.properties"));
        HttpServer server = HttpServer.create(new InetSocketAddress("0.0.0.0", settings.port), 0);
        server.createContext("/", exchange -> {
            byte[] body = ("{\"seats\":" + settings.seats + "}").getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        System.out.println("tickets: started");
    }
}
