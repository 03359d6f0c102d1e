// Where tests look for the disk that fails on purpose; the simulator has it too.
#pragma once

#include "sim/fault_vfs.hpp"
