package kubernetes

import (
	"context"
	"io"
	"net"
	"net/netip"
	"sync"
	"sync/atomic"
	"time"

	"cdktf-proxmox-talos/simulator/internal/calls"
	"cdktf-proxmox-talos/simulator/internal/firewall"
)

// forwarder is the API of a cluster on the address of a control plane or of a virtual IP.
type forwarder struct {
	listener *calls.Listener
	recorder *calls.Recorder
	cluster  string
	address  netip.AddrPort
	target   atomic.Pointer[apiServer]
	// owner is the control plane whose firewall stands before it.
	owner atomic.Pointer[member]
	stop  context.CancelFunc
	open  sync.WaitGroup
}

// forward opens the address. What goes through is encrypted, so the journal has connections and no requests.
func forward(ctx context.Context, recorder *calls.Recorder, cluster string, address netip.AddrPort, target opening) (*forwarder, error) {
	listener, err := calls.Listen(address.String())
	if err != nil {
		return nil, err
	}

	ctx, stop := context.WithCancel(ctx)
	f := &forwarder{listener: listener, recorder: recorder, cluster: cluster, address: address, stop: stop}
	f.follow(target)
	listener.Admit = f.admits
	f.open.Go(func() { f.accept(ctx) })

	return f, nil
}

// opening is what an address leads to.
type opening struct {
	server *apiServer
	owner  *member
}

func (f *forwarder) follow(to opening) {
	f.target.Store(to.server)
	f.owner.Store(to.owner)
}

// admits says whether the firewall of the control plane lets a connection in; its own come over the loopback interface.
func (f *forwarder) admits(from netip.Addr) bool {
	owner := f.owner.Load()

	return from == owner.node.Address || firewall.Admits(owner.config, f.address.Port(), from)
}

func (f *forwarder) accept(ctx context.Context) {
	for {
		connection, err := f.listener.Accept()
		if err != nil {
			return // closed
		}

		f.open.Go(func() {
			defer connection.Close() //nolint:errcheck

			f.handle(ctx, connection)
		})
	}
}

// close refuses new connections and drops the open ones: what a machine does that is switched off.
func (f *forwarder) close() {
	f.stop()
	_ = f.listener.Close()
	f.listener.DropAll()
	f.open.Wait()
}

func (f *forwarder) handle(ctx context.Context, connection net.Conn) {
	call := calls.Call{Service: calls.Kubernetes, Target: f.cluster, Method: "connect", Path: f.address.String()}
	fault := f.recorder.Begin(&call)

	if fault != nil {
		switch fault.Action {
		case calls.ActionStatus, calls.ActionDrop:
			f.recorder.End(call)

			return
		case calls.ActionHang:
			ctx, gone := untilGone(ctx, connection)
			defer gone()

			f.recorder.Hang(ctx)
			f.recorder.End(call)

			return
		case calls.ActionSlow:
			select {
			case <-time.After(time.Duration(fault.DelayMS) * time.Millisecond):
			case <-ctx.Done():
			}
		}
	}

	upstream, err := (&net.Dialer{}).DialContext(ctx, "tcp4", f.target.Load().address.String())
	if err != nil {
		f.recorder.End(call)

		return
	}

	defer upstream.Close() //nolint:errcheck

	call.Status = "open"

	if fault != nil && fault.Action == calls.ActionHold {
		f.recorder.Hold(ctx, call)
	}

	f.recorder.End(call)
	pipe(ctx, connection, upstream)
}

// untilGone is a context that ends when the caller closes the connection; what it says meanwhile is thrown away.
func untilGone(ctx context.Context, connection net.Conn) (context.Context, context.CancelFunc) {
	ctx, cancel := context.WithCancel(ctx)

	go func() {
		_, _ = io.Copy(io.Discard, connection)
		cancel()
	}()

	return ctx, cancel
}

// pipe carries bytes both ways until one side ends.
func pipe(ctx context.Context, caller, server net.Conn) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()

	var both sync.WaitGroup

	carry := func(to, from net.Conn) {
		_, _ = io.Copy(to, from)
		cancel()
	}

	both.Go(func() { carry(server, caller) })
	both.Go(func() { carry(caller, server) })

	<-ctx.Done()

	_ = caller.Close()
	_ = server.Close()

	both.Wait()
}
