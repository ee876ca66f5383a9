package com.acme.tickets;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

final class Settings {
    final int port;
    final int seats;

    Settings(Path file) throws IOException {
        Properties properties = new Properties();
        try (var reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        }
        port = Integer.parseInt(properties.getProperty("server.port", "8080"));
        seats = Integer.parseInt(properties.getProperty("hall.seats"));
    }
}
