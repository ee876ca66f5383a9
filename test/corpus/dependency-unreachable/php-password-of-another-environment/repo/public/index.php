<?php

require __DIR__ . '/../src/Database.php';

try {
    $database = Database::open();
} catch (PDOException $error) {
    error_log($error->getMessage());
    http_response_code(503);
    exit('The shop is closed for the moment.');
}

header('Content-Type: text/plain');
echo 'Open since ', $database->query('SELECT current_date')->fetchColumn(), "\n";
