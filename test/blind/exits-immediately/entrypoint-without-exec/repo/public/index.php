<?php
echo 'application';
