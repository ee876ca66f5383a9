<?php

require __DIR__ . '/../src/articles.php';

$cache = getenv('PLATFORM_APP_DIR') . '/var/cache';
file_put_contents("$cache/articles.json", json_encode(articles()));

header('content-type: application/json');
echo json_encode(['path' => $_SERVER['REQUEST_URI'], 'deployed' => is_file("$cache/deployed"), 'articles' => articles()]);
