// One node of nats-io/graft as a process of its own: what happens to it, one JSON object a line on stdout. It ends when its
// standard input does, by a close in good order, which deletes its state file; or it is killed, which does not.
package main

import (
	"encoding/json"
	"flag"
	"io"
	"os"
	"sync"

	"github.com/nats-io/graft"
	"github.com/nats-io/nats.go"
)

var out sync.Mutex

func tell(fields map[string]any) {
	line, _ := json.Marshal(fields)
	out.Lock()
	defer out.Unlock()
	os.Stdout.Write(append(line, '\n'))
}

func fail(err error) {
	tell(map[string]any{"type": "failed", "reason": err.Error()})
	os.Exit(1)
}

func main() {
	name := flag.String("name", "graft", "of the cluster")
	size := flag.Int("size", 3, "of the cluster")
	url := flag.String("nats", nats.DefaultURL, "server")
	state := flag.String("state", "", "state file")
	flag.Parse()

	opts := nats.GetDefaultOptions()
	opts.Url = *url
	rpc, err := graft.NewNatsRpc(&opts)
	if err != nil {
		fail(err)
	}
	changes := make(chan graft.StateChange)
	errs := make(chan error)
	info := graft.ClusterInfo{Name: *name, Size: *size}
	node, err := graft.New(info, graft.NewChanHandler(changes, errs), rpc, *state)
	if err != nil {
		fail(err)
	}
	tell(map[string]any{"type": "nodeStarted", "node": node.Id(), "term": node.CurrentTerm(), "votedFor": node.CurrentVote()})

	ended := make(chan struct{})
	go func() {
		io.Copy(io.Discard, os.Stdin)
		close(ended)
	}()
	for {
		select {
		case change := <-changes:
			tell(map[string]any{"type": "stateChange", "node": node.Id(), "from": change.From.String(),
				"to": change.To.String(), "term": node.CurrentTerm()})
		case err := <-errs:
			tell(map[string]any{"type": "error", "node": node.Id(), "reason": err.Error()})
		case <-ended:
			node.Close()
			tell(map[string]any{"type": "nodeStopped", "node": node.Id()})
			return
		}
	}
}
