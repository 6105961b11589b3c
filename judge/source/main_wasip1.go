// Command judge is Talos' own library for programs that are not written in Go: a WebAssembly module that is asked and
// answers in JSON, any number of times. Bytes go in and out through its memory, so that no stream of the host is needed.
package main

import (
	"encoding/json"
	"unsafe"

	"cdktf-proxmox-talos/judge/machineconfig"
)

// The question and the answer at hand; as long as they are held here the host may read and write them.
var question, answer []byte

// allocate makes room for a question of so many bytes and says where.
//
//go:wasmexport allocate
func allocate(size uint32) unsafe.Pointer {
	question = make([]byte, size)

	return unsafe.Pointer(unsafe.SliceData(question))
}

// judge answers the question and says how many bytes the answer has.
//
//go:wasmexport judge
func judge() uint32 {
	output, err := machineconfig.Answer(question)
	if err != nil {
		output, _ = json.Marshal(map[string]string{"error": err.Error()})
	}

	answer = output

	return uint32(len(answer))
}

// answered says where the answer is.
//
//go:wasmexport answered
func answered() unsafe.Pointer {
	return unsafe.Pointer(unsafe.SliceData(answer))
}

func main() {}
