<?php

declare(strict_types=1);

header('Content-Type: application/json');
echo json_encode(['open' => 4, 'closed' => 31]);
