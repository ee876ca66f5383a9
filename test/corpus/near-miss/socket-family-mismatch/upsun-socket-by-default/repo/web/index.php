<?php

echo json_encode(['today' => date('Y-m-d'), 'path' => $_SERVER['REQUEST_URI']]);
