// Checks the receipts of an evidence pack with nothing of Tenure: each is an inclusion proof under
// a signed checkpoint. Usage: verify_evidence FOLDER VERIFIER-KEY
package main

import (
	"encoding/base64"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

func fail(format string, args ...interface{}) {
	fmt.Fprintf(os.Stderr, format+"\n", args...)
	os.Exit(1)
}

func decoded(name, text string) []byte {
	out, err := base64.StdEncoding.Strict().DecodeString(text)
	if err != nil {
		fail("%s: %v", name, err)
	}
	return out
}

func openCheckpoint(name, text string, verifier note.Verifier) tlog.Tree {
	opened, err := note.Open([]byte(text), note.VerifierList(verifier))
	if err != nil {
		fail("%s: %v", name, err)
	}
	lines := strings.Split(opened.Text, "\n")
	if len(lines) != 4 || lines[0] != verifier.Name() {
		fail("%s: not three lines of this log", name)
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil {
		fail("%s: size: %v", name, err)
	}
	tree := tlog.Tree{N: size}
	if copy(tree.Hash[:], decoded(name, lines[2])) != tlog.HashSize {
		fail("%s: root", name)
	}
	return tree
}

// c2sp.org/tlog-proof@v1
func check(name string, verifier note.Verifier) {
	text, err := os.ReadFile(name)
	if err != nil {
		fail("%v", err)
	}
	head, checkpoint, found := strings.Cut(string(text), "\n\n")
	lines := strings.Split(head, "\n")
	if !found || len(lines) < 3 || lines[0] != "c2sp.org/tlog-proof@v1" {
		fail("%s: no tlog-proof", name)
	}
	entry := decoded(name, strings.TrimPrefix(lines[1], "extra "))
	index, err := strconv.ParseInt(strings.TrimPrefix(lines[2], "index "), 10, 64)
	if err != nil {
		fail("%s: index: %v", name, err)
	}
	var proof tlog.RecordProof
	for _, line := range lines[3:] {
		var hash tlog.Hash
		copy(hash[:], decoded(name, line))
		proof = append(proof, hash)
	}
	tree := openCheckpoint(name, checkpoint, verifier)
	if err := tlog.CheckRecord(proof, tree.N, tree.Hash, index, tlog.RecordHash(entry)); err != nil {
		fail("%s: %v", name, err)
	}
}

func main() {
	if len(os.Args) != 3 {
		fail("usage: verify_evidence FOLDER VERIFIER-KEY")
	}
	verifier, err := note.NewVerifier(os.Args[2])
	if err != nil {
		fail("key: %v", err)
	}
	manifest, err := os.ReadFile(filepath.Join(os.Args[1], "manifest"))
	if err != nil {
		fail("%v", err)
	}
	if _, err := note.Open(manifest, note.VerifierList(verifier)); err != nil {
		fail("manifest: %v", err)
	}
	names, err := filepath.Glob(filepath.Join(os.Args[1], "receipts", "*.tlog-proof"))
	if err != nil || len(names) == 0 {
		fail("no receipts: %v", err)
	}
	for _, name := range names {
		check(name, verifier)
	}
	fmt.Printf("verified %d receipts\n", len(names))
}
