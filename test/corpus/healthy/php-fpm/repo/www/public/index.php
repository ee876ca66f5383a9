<?php

declare(strict_types=1);

require __DIR__ . '/../src/Program.php';

header('Content-Type: application/json');
echo json_encode((new Program())->today());
