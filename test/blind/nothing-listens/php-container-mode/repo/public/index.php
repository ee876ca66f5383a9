<?php
echo 'Octane says hello';
