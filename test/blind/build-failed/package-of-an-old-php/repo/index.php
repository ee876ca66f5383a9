<?php
echo 'store';
