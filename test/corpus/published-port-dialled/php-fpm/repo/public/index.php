<?php

declare(strict_types=1);

$path = parse_url($_SERVER['REQUEST_URI'] ?? '/', PHP_URL_PATH);

if ($path === '/api/status') {
    header('Content-Type: application/json');
    echo json_encode(['status' => 'ok', 'php' => PHP_MAJOR_VERSION]);
    return;
}

echo '<h1>Club members</h1>';
