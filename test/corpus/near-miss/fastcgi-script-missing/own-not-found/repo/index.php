<?php

$path = parse_url($_SERVER['REQUEST_URI'], PHP_URL_PATH);
$base = getenv('BASE_PATH');
header('Content-Type: application/json');
if (!str_starts_with($path, "$base/")) {
    http_response_code(404);
    echo json_encode(['error' => 'File not found', 'path' => $path]);
    exit;
}
echo json_encode(['EUR' => 1.0, 'USD' => 1.09]);
