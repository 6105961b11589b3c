package forward

import (
	"context"
	"errors"
	"io"
	"strings"
	"sync"

	"github.com/siderolabs/talos/pkg/machinery/api/common"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"
)

// Unary answers a call here or forwards it.
func (r *Router) Unary(ctx context.Context, request any, info *grpc.UnaryServerInfo, handler grpc.UnaryHandler) (any, error) {
	to, err := r.route(ctx, info.FullMethod)
	if err != nil {
		return nil, err
	}

	if len(to.targets) == 0 {
		if ctx, err = authorize(ctx, info.FullMethod); err != nil {
			return nil, err
		}

		return handler(ctx, request)
	}

	method, err := find(info.FullMethod)
	if err != nil {
		return nil, err
	}

	if !to.many {
		return r.call(ctx, to.targets[0], info.FullMethod, request, method.output)
	}

	answers := make([]proto.Message, len(to.targets))

	var group sync.WaitGroup

	for position, target := range to.targets {
		group.Go(func() {
			answer, err := r.call(ctx, target, info.FullMethod, request, method.output)
			if err != nil {
				answer = failed(method.output, err)
			}

			name(answer, target)
			answers[position] = answer
		})
	}

	group.Wait()

	all := method.output.New().Interface()
	for _, answer := range answers {
		proto.Merge(all, answer) // lists of messages are put one behind the other
	}

	return all, nil
}

// Stream answers a stream here or forwards it. All streams of the API are those of the server.
func (r *Router) Stream(server any, stream grpc.ServerStream, info *grpc.StreamServerInfo, handler grpc.StreamHandler) error {
	ctx := stream.Context()

	to, err := r.route(ctx, info.FullMethod)
	if err != nil {
		return err
	}

	if len(to.targets) == 0 {
		if ctx, err = authorize(ctx, info.FullMethod); err != nil {
			return err
		}

		return handler(server, &withContext{ServerStream: stream, ctx: ctx})
	}

	if info.IsClientStream {
		return status.Errorf(codes.Unimplemented, "%s: the simulated node does not forward streams of the client", info.FullMethod)
	}

	method, err := find(info.FullMethod)
	if err != nil {
		return err
	}

	request := method.input.New().Interface()
	if err := stream.RecvMsg(request); err != nil {
		return err
	}

	if !to.many {
		return r.pipe(ctx, to.targets[0], info.FullMethod, request, method.output, stream.SendMsg)
	}

	var (
		sending sync.Mutex
		group   sync.WaitGroup
		faults  = make([]error, len(to.targets))
	)

	for position, target := range to.targets {
		send := func(answer any) error {
			sending.Lock()
			defer sending.Unlock()

			message, _ := answer.(proto.Message)
			mark(message.ProtoReflect(), &common.Metadata{Hostname: target})

			return stream.SendMsg(message)
		}

		group.Go(func() {
			if err := r.pipe(ctx, target, info.FullMethod, request, method.output, send); err != nil {
				answer := method.output.New()
				mark(answer, &common.Metadata{Error: err.Error(), Status: status.Convert(err).Proto()})
				faults[position] = send(answer.Interface())
			}
		})
	}

	group.Wait()

	return errors.Join(faults...)
}

func (r *Router) call(ctx context.Context, target, path string, request any, output protoreflect.MessageType) (proto.Message, error) {
	ctx, connection, err := r.dial(ctx, target)
	if err != nil {
		return nil, err
	}

	defer connection.Close()

	answer := output.New().Interface()

	return answer, connection.Invoke(ctx, path, request, answer)
}

func (r *Router) pipe(ctx context.Context, target, path string, request any, output protoreflect.MessageType, send func(any) error) error {
	ctx, connection, err := r.dial(ctx, target)
	if err != nil {
		return err
	}

	defer connection.Close()

	source, err := connection.NewStream(ctx, &grpc.StreamDesc{ServerStreams: true}, path)
	if err != nil {
		return err
	}

	if err := errors.Join(source.SendMsg(request), source.CloseSend()); err != nil {
		return err
	}

	for {
		answer := output.New().Interface()

		if err := source.RecvMsg(answer); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}

		if err := send(answer); err != nil {
			return err
		}
	}
}

type methodTypes struct{ input, output protoreflect.MessageType }

// find looks a method up as `/machine.MachineService/Version`.
func find(path string) (methodTypes, error) {
	unknown := status.Errorf(codes.Unimplemented, "unknown method %s", path)
	service, name, _ := strings.Cut(strings.TrimPrefix(path, "/"), "/")

	found, err := protoregistry.GlobalFiles.FindDescriptorByName(protoreflect.FullName(service))
	if err != nil {
		return methodTypes{}, unknown
	}

	described, ok := found.(protoreflect.ServiceDescriptor)
	if !ok || described.Methods().ByName(protoreflect.Name(name)) == nil {
		return methodTypes{}, unknown
	}

	method := described.Methods().ByName(protoreflect.Name(name))

	input, err := protoregistry.GlobalTypes.FindMessageByName(method.Input().FullName())
	if err != nil {
		return methodTypes{}, unknown
	}

	output, err := protoregistry.GlobalTypes.FindMessageByName(method.Output().FullName())
	if err != nil {
		return methodTypes{}, unknown
	}

	return methodTypes{input: input, output: output}, nil
}

// failed is an answer that says that a machine did not answer.
func failed(output protoreflect.MessageType, fault error) proto.Message {
	answer := output.New()
	messages := answer.Mutable(answer.Descriptor().Fields().ByName("messages")).List()
	mark(messages.AppendMutable().Message(), &common.Metadata{Error: fault.Error(), Status: status.Convert(fault).Proto()})

	return answer.Interface()
}

// name tells in each message of an answer who it is from.
func name(answer proto.Message, target string) {
	reflected := answer.ProtoReflect()
	messages := reflected.Mutable(reflected.Descriptor().Fields().ByName("messages")).List()

	for index := range messages.Len() {
		mark(messages.Get(index).Message(), &common.Metadata{Hostname: target})
	}
}

func mark(message protoreflect.Message, about *common.Metadata) {
	field := message.Descriptor().Fields().ByName("metadata")
	proto.Merge(message.Mutable(field).Message().Interface(), about)
}

type withContext struct {
	grpc.ServerStream
	ctx context.Context //nolint:containedctx // that is what a stream carries
}

// Context knows the roles of the caller.
func (w *withContext) Context() context.Context { return w.ctx }
