<?php
header('Content-Type: text/plain');
echo 'tide table for ', gmdate('Y-m-d'), "\n";
