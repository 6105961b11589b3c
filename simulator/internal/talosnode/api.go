package talosnode

import (
	"context"
	"crypto/sha256"
	"crypto/tls"
	"fmt"
	"net/netip"
	"strings"
	"sync"
	"time"

	machineapi "github.com/siderolabs/talos/pkg/machinery/api/machine"
	storageapi "github.com/siderolabs/talos/pkg/machinery/api/storage"
	"github.com/siderolabs/talos/pkg/machinery/constants"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/credentials"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"

	cosi "github.com/cosi-project/runtime/api/v1alpha1"

	"cdktf-proxmox-talos/simulator/internal/calls"
	"cdktf-proxmox-talos/simulator/internal/talosnode/forward"
)

// answerTime is how long calls may take to end when the API closes.
const answerTime = 200 * time.Millisecond

// onlyUpgrades are the methods that no version of the provider before 0.12 calls.
var onlyUpgrades = map[string]bool{
	"/machine.MachineService/Upgrade":   true,
	"/machine.MachineService/ImagePull": true,
	"/machine.ImageService/Pull":        true,
	"/machine.LifecycleService/Upgrade": true,
	"/machine.LifecycleService/Install": true,
}

// api is a machine's gRPC server while it listens.
type api struct {
	listener *calls.Listener
	server   *grpc.Server
}

// listen opens the API; an address that another machine has is reported in log and journal, and tried again.
func (b *boot) listen(address netip.Addr, side *tls.Config, router *forward.Router) {
	b.mu.Lock()
	defer b.mu.Unlock()

	if b.dead || b.apis[address] != nil {
		return
	}

	listener, err := calls.Listen(netip.AddrPortFrom(address, constants.ApidPort).String())
	if err != nil {
		if !b.refused[address] {
			b.refused[address] = true
			b.tellRefused(address, err)
		}

		return
	}

	listener.Admit = func(from netip.Addr) bool { return b.admits(constants.ApidPort, from) }
	recorder, target := b.node.server.needs.Recorder, address.String()
	server := grpc.NewServer(
		grpc.Creds(credentials.NewTLS(side)),
		grpc.MaxRecvMsgSize(constants.GRPCMaxMessageSize),
		grpc.ChainUnaryInterceptor(recorder.Unary(calls.Talos, target, listener, describe), router.Unary, explainUnary),
		grpc.ChainStreamInterceptor(recorder.Stream(calls.Talos, target, listener, describe), router.Stream, explainStream),
		grpc.WaitForHandlers(true), // no call is written into the journal after the end
		grpc.UnknownServiceHandler(func(any, grpc.ServerStream) error { return status.Error(codes.Unimplemented, "method unknown") }),
	)

	machineapi.RegisterMachineServiceServer(server, &machineService{boot: b})
	machineapi.RegisterImageServiceServer(server, machineapi.UnimplementedImageServiceServer{})
	machineapi.RegisterLifecycleServiceServer(server, machineapi.UnimplementedLifecycleServiceServer{})
	storageapi.RegisterStorageServiceServer(server, &storageService{boot: b})
	cosi.RegisterStateServer(server, b.resources.Server(forward.IsAdmin))

	b.apis[address] = &api{listener: listener, server: server}
	delete(b.refused, address)

	go func() { _ = server.Serve(listener) }() // it ends with Stop
}

// tellRefused writes into log and journal that a machine cannot be reached.
func (b *boot) tellRefused(address netip.Addr, fault error) {
	name := b.node.hardware().Name
	b.node.logf("cannot be reached at %s: %v", address, fault)

	call := calls.Call{
		Service: calls.Talos, Target: address.String(), Method: "listen", Path: name, Arguments: map[string]string{"error": fault.Error()},
	}
	b.node.server.needs.Recorder.Begin(&call)
	call.Status = codes.Unavailable.String()
	b.node.server.needs.Recorder.End(call)
}

// closeAPI ends the API as a machine does that goes down by itself: what has been answered still reaches the caller.
func (b *boot) closeAPI() {
	var closing sync.WaitGroup

	for _, open := range b.takeAPIs(false) {
		closing.Go(open.close)
	}

	closing.Wait()
}

func (a *api) close() {
	_ = a.listener.Close()
	ended := make(chan struct{})

	go func() {
		a.server.GracefulStop()
		close(ended)
	}()

	select {
	case <-ended:
	case <-time.After(answerTime):
	}

	a.server.Stop()
}

// kill ends the API as a power cut does, and for good.
func (b *boot) kill() {
	for _, open := range b.takeAPIs(true) {
		open.server.Stop()
		open.listener.DropAll()
	}
}

func (b *boot) takeAPIs(forGood bool) map[netip.Addr]*api {
	b.mu.Lock()
	defer b.mu.Unlock()

	taken := b.apis
	b.apis, b.offered = map[netip.Addr]*api{}, nil
	b.dead = b.dead || forGood

	return taken
}

// describe adds to a call what a reader of the journal needs. Of a configuration that is its sum, never its text.
func describe(ctx context.Context, message any, call *calls.Call) {
	call.Arguments = map[string]string{"auth": forward.Authentication(ctx)}

	headers, _ := metadata.FromIncomingContext(ctx)
	for _, name := range []string{"node", "nodes", "proxyfrom"} {
		if values := headers.Get(name); len(values) > 0 {
			call.Arguments[name] = strings.Join(values, ",")
		}
	}

	switch request := message.(type) {
	case *machineapi.ApplyConfigurationRequest:
		call.Arguments["mode"] = request.GetMode().String()
		call.Arguments["dry_run"] = fmt.Sprint(request.GetDryRun())
		call.Arguments["sha256"] = fmt.Sprintf("%x", sha256.Sum256(request.GetData()))[:16]
	case *machineapi.ResetRequest:
		call.Arguments["graceful"] = fmt.Sprint(request.GetGraceful())
		call.Arguments["reboot"] = fmt.Sprint(request.GetReboot())
	}
}

func explainUnary(ctx context.Context, request any, info *grpc.UnaryServerInfo, handler grpc.UnaryHandler) (any, error) {
	answer, err := handler(ctx, request)

	return answer, explain(info.FullMethod, err)
}

func explainStream(server any, stream grpc.ServerStream, info *grpc.StreamServerInfo, handler grpc.StreamHandler) error {
	return explain(info.FullMethod, handler(server, stream))
}

// explain says of a method that is missing here that it is the simulator that lacks it.
func explain(method string, err error) error {
	if status.Code(err) != codes.Unimplemented || !strings.HasPrefix(status.Convert(err).Message(), "method ") {
		return err
	}

	if onlyUpgrades[method] {
		return status.Errorf(codes.Unimplemented, "%s is not modelled by the simulated node: only version 0.12 of the provider upgrades machines", method)
	}

	return status.Errorf(codes.Unimplemented, "%s is not modelled by the simulated node", method)
}
