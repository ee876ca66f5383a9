<?php echo "Calendar ", date("Y");
