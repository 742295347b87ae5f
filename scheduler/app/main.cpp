#include "scheduler/app/command.h"

int main(int argc, char** argv) {
    return plazo::app::run(argc, argv);
}
