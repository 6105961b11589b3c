package forward

import (
	"context"
	"crypto/tls"
	"fmt"
	"net"
	"net/netip"
	"slices"

	"github.com/siderolabs/talos/pkg/machinery/constants"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/credentials"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"
)

// Mode is what a machine does with a call that is meant for another one.
type Mode int

// The modes.
const (
	// Ignores answers every call itself: maintenance mode.
	Ignores Mode = iota
	// Refuses answers only what is meant for itself: a worker.
	Refuses
	// Forwards calls the other machine: a control plane.
	Forwards
)

// Router decides by the headers of a call where it is answered.
type Router struct {
	Mode Mode
	// IsLocal says whether an address is the machine's own.
	IsLocal func(address string) bool
	// TLS is how the machine calls others of its cluster.
	TLS *tls.Config
	// From is the address that others see it come from.
	From netip.Addr
}

// destination is where a call goes: nowhere else, to one machine, or to several whose answers are put together.
type destination struct {
	targets []string
	many    bool
}

func (r *Router) route(ctx context.Context, method string) (destination, error) {
	headers, _ := metadata.FromIncomingContext(ctx)
	if r.Mode == Ignores || len(headers["proxyfrom"]) > 0 {
		return destination{}, nil
	}

	node, nodes := headers["node"], headers["nodes"]
	if len(node) > 1 {
		return destination{}, status.Error(codes.InvalidArgument, "node metadata must be single-valued")
	}

	if r.Mode == Refuses {
		if len(node) == 1 && r.IsLocal(node[0]) {
			node = nil
		}

		if len(nodes) == 1 && r.IsLocal(nodes[0]) {
			nodes = nil
		}
	}

	switch {
	case len(nodes) > 0 && !supportsMany(method):
		return destination{}, status.Errorf(codes.InvalidArgument, "one-2-many proxying is not supported for method %s", method)
	case len(nodes)+len(node) > 0 && r.Mode == Refuses:
		return destination{}, status.Error(codes.PermissionDenied, "no request forwarding")
	case len(nodes) > 0:
		return destination{targets: slices.Clone(nodes), many: true}, nil
	case len(node) > 0:
		return destination{targets: node}, nil
	default:
		return destination{}, nil
	}
}

// dial opens a connection to another machine, and returns the context to call it with.
func (r *Router) dial(ctx context.Context, target string) (context.Context, *grpc.ClientConn, error) {
	if _, _, err := net.SplitHostPort(target); err == nil || target == "" {
		return nil, nil, status.Errorf(codes.Internal, "invalid target %q", target)
	}

	address, err := netip.ParseAddr(target)
	if err != nil || !address.Is4() || !address.IsLoopback() {
		return nil, nil, status.Errorf(codes.Unavailable,
			"connection error: desc = \"transport: %q is not an address of 127.0.0.0/8, the only ones of the simulated homelab\"", target)
	}

	connection, err := grpc.NewClient(fmt.Sprintf("passthrough:///%s:%d", address, constants.ApidPort),
		grpc.WithTransportCredentials(credentials.NewTLS(r.TLS)),
		grpc.WithContextDialer(func(ctx context.Context, address string) (net.Conn, error) {
			dialer := net.Dialer{LocalAddr: net.TCPAddrFromAddrPort(netip.AddrPortFrom(r.From, 0))}

			return dialer.DialContext(ctx, "tcp4", address)
		}),
		grpc.WithDefaultCallOptions(grpc.MaxCallRecvMsgSize(constants.GRPCMaxMessageSize)))
	if err != nil {
		return nil, nil, status.Error(codes.Internal, err.Error())
	}

	headers, _ := metadata.FromIncomingContext(ctx)
	headers = headers.Copy()
	from := headers.Get(":authority")

	for _, name := range []string{":authority", "node", "nodes", "content-type", "user-agent"} {
		delete(headers, name)
	}

	headers.Set("proxyfrom", append(from, "unknown")[:1]...)
	headers.Set(constants.APIAuthzRoleMetadataKey, rolesOf(ctx).Strings()...)

	return metadata.NewOutgoingContext(ctx, headers), connection, nil
}
