<?php

if (file_exists($down = __DIR__ . '/../storage/framework/down')) {
    $data = json_decode(file_get_contents($down), true);
    header('Retry-After: ' . $data['retry']);
    http_response_code(503);
    echo 'Service Unavailable';
    exit;
}

echo '<h1>Laravel-like</h1>';
