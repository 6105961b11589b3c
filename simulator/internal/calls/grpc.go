package calls

import (
	"context"
	"io"
	"net"
	"net/netip"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/peer"
	"google.golang.org/grpc/status"
)

// DescribeRPC adds arguments to a call, never secrets; the message is nil for a stream.
type DescribeRPC func(ctx context.Context, message any, call *Call)

// Unary records the calls of a gRPC server and injects faults into them. connections is the server's listener.
func (r *Recorder) Unary(service Service, target string, connections *Listener, describe DescribeRPC) grpc.UnaryServerInterceptor {
	return func(ctx context.Context, message any, info *grpc.UnaryServerInfo, handler grpc.UnaryHandler) (answer any, err error) {
		call := Call{Service: service, Target: target, Method: "RPC", Path: info.FullMethod}
		describe(ctx, message, &call)

		err = r.rpc(ctx, call, connections, func(ctx context.Context) error {
			answer, err = handler(ctx, message)

			return err
		})

		return answer, err
	}
}

// Stream is Unary for streams.
func (r *Recorder) Stream(service Service, target string, connections *Listener, describe DescribeRPC) grpc.StreamServerInterceptor {
	return func(server any, stream grpc.ServerStream, info *grpc.StreamServerInfo, handler grpc.StreamHandler) error {
		call := Call{Service: service, Target: target, Method: "RPC", Path: info.FullMethod}
		describe(stream.Context(), nil, &call)

		return r.rpc(stream.Context(), call, connections, func(context.Context) error { return handler(server, stream) })
	}
}

func (r *Recorder) rpc(ctx context.Context, call Call, connections *Listener, perform func(context.Context) error) (err error) {
	fault := r.Begin(&call)

	defer func() {
		call.Status = status.Code(err).String()
		r.End(call)
	}()

	if fault == nil {
		return perform(ctx)
	}

	ctx = context.WithValue(ctx, contextKey{}, fault)

	switch fault.Action {
	case ActionStatus:
		return status.Error(codes.Code(fault.status(int(codes.Unavailable))), fault.Message)
	case ActionHang:
		r.Hang(ctx)

		return status.FromContextError(context.Canceled).Err()
	case ActionDrop:
		if caller, ok := peer.FromContext(ctx); ok {
			connections.Drop(caller.Addr)
		}

		return status.Error(codes.Unavailable, "the connection was dropped")
	case ActionSlow:
		wait(ctx, time.Duration(fault.DelayMS)*time.Millisecond)

		return perform(ctx)
	case ActionHold:
		err = perform(ctx)
		call.Status = status.Code(err).String()
		r.Hold(ctx, call)

		return err
	default:
		return perform(ctx)
	}
}

// Listener is a listener whose connections can be dropped.
type Listener struct {
	net.Listener
	// Admit says whether a firewall lets a connection in; nil lets all in. Who is not let in gets no answer.
	Admit func(from netip.Addr) bool
	open  connections
}

// Drop closes the connection from an address.
func (l *Listener) Drop(from net.Addr) { l.open.close(from.String()) }

// DropAll closes all connections: what a machine does that is switched off.
func (l *Listener) DropAll() { l.open.closeAll() }

// Accept waits for the next connection.
func (l *Listener) Accept() (net.Conn, error) {
	for {
		connection, err := l.Listener.Accept()
		if err != nil {
			return nil, err
		}

		tracked := l.open.add(connection)
		if l.Admit == nil || l.Admit(sender(connection)) {
			return tracked, nil
		}

		go func() {
			_, _ = io.Copy(io.Discard, tracked) // until the caller gives up
			_ = tracked.Close()
		}()
	}
}

func sender(connection net.Conn) netip.Addr {
	from, _ := netip.ParseAddrPort(connection.RemoteAddr().String())

	return from.Addr().Unmap()
}
