<?php
header('Content-Type: application/json');
echo json_encode(['cart' => [], 'path' => $_SERVER['REQUEST_URI']]);
