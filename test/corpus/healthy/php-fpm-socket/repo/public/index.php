<?php

require __DIR__ . '/../src/Shelf.php';

header('Content-Type: application/json');
echo json_encode(['books' => (new Shelf())->books()]);
