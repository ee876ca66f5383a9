<?php
echo 'generated';
