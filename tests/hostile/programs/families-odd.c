/*
 * Opens sockets of each family that no article names: parts of the kernel with a history of holes.
 *
 * says: AF_ALG: EPERM
 * says: AF_BLUETOOTH: EPERM
 * says: AF_CAN: EPERM
 * says: AF_NFC: EPERM
 * says: AF_TIPC: EPERM
 * says: AF_RDS: EPERM
 * says: AF_KCM: EPERM
 * says: AF_SMC: EPERM
 * says: AF_XDP: EPERM
 * says: AF_QIPCRTR: EPERM
 * says: AF_PHONET: EPERM
 * says: AF_RXRPC: EPERM
 * says: AF_PPPOX: EPERM
 * says: AF_LLC: EPERM
 * says: AF_CAIF: EPERM
 * says: AF_KEY: EPERM
 */
#include <sys/socket.h>

#include "hostile.h"

int main(void)
{
    static const struct {
        const char *name;
        int family;
    } families[] = { { "AF_ALG", AF_ALG },       { "AF_BLUETOOTH", AF_BLUETOOTH },
                     { "AF_CAN", AF_CAN },       { "AF_NFC", AF_NFC },
                     { "AF_TIPC", AF_TIPC },     { "AF_RDS", AF_RDS },
                     { "AF_KCM", AF_KCM },       { "AF_SMC", AF_SMC },
                     { "AF_XDP", AF_XDP },       { "AF_QIPCRTR", AF_QIPCRTR },
                     { "AF_PHONET", AF_PHONET }, { "AF_RXRPC", AF_RXRPC },
                     { "AF_PPPOX", AF_PPPOX },   { "AF_LLC", AF_LLC },
                     { "AF_CAIF", AF_CAIF },     { "AF_KEY", AF_KEY } };
    for (size_t i = 0; i < sizeof(families) / sizeof(*families); i++) {
        static const int kinds[] = { SOCK_STREAM, SOCK_DGRAM, SOCK_SEQPACKET, SOCK_RAW };
        long fd = -1;
        int first = 0;
        for (size_t k = 0; k < 4 && fd < 0; k++) {
            fd = socket(families[i].family, kinds[k], 0);
            first = k == 0 ? errno : first;
        }
        errno = first;
        tell(families[i].name, fd);
    }
}
