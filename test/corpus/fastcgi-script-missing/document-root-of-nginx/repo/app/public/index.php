<?php
$path = parse_url($_SERVER['REQUEST_URI'], PHP_URL_PATH);
if ($path !== '/' && $path !== '/index.php') {
    http_response_code(404);
    exit('No such entry');
}
echo '<h1>Travel notes</h1><link rel="stylesheet" href="/style.css">';
