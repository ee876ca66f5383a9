<?php
echo 'owner only';
