// Command etcd is the real etcd server, built from its published module, so that
// tests run against the store that upstream uses and not against an imitation of it.
package main

import (
	"os"

	"go.etcd.io/etcd/server/v3/etcdmain"
)

func main() {
	etcdmain.Main(os.Args)
}
