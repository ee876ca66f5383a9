<?php
echo 'Invoices';
