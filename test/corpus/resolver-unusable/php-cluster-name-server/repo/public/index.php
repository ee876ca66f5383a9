<?php

header("Content-Type: text/plain");
echo "invoices\n";
